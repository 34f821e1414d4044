import { describe, expect, it } from '@jest/globals';
import { settingsIn } from './settings.js';

const read = (env: Readonly<Record<string, string>>) =>
  settingsIn({ XUDAI_DATABASE_URL: 'postgres://app@db/xudai', ...env }, () => '');

describe('settings of metrics', () => {
  it('are not served without a port, and by default on loopback', () => {
    for (const env of [{}, { XUDAI_METRICS_PORT: '0', XUDAI_METRICS_HOST: '0.0.0.0' }])
      expect(read(env)).toMatchObject({ settings: { metrics: undefined } });
    expect(read({ XUDAI_METRICS_PORT: '9464' })).toMatchObject({
      settings: { metrics: { host: '127.0.0.1', port: 9_464 } },
    });
  });

  it('take any host, without TLS: no key travels there', () => {
    expect(read({ XUDAI_METRICS_PORT: '9464', XUDAI_METRICS_HOST: '0.0.0.0' })).toMatchObject({
      settings: { metrics: { host: '0.0.0.0', port: 9_464 } },
    });
  });

  it('need a port of their own', () => {
    const lines = ['XUDAI_METRICS_PORT: must be another port than XUDAI_PORT'];
    expect(read({ XUDAI_METRICS_PORT: '7080' })).toEqual({ outcome: 'wrong', lines });
    expect(read({ XUDAI_METRICS_PORT: '9464', XUDAI_PORT: '9464' })).toEqual({ outcome: 'wrong', lines });
    expect(read({ XUDAI_METRICS_PORT: '0', XUDAI_PORT: '0' })).toMatchObject({ outcome: 'settings' });
  });
});
