import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settingsIn } from './settings.js';

const databaseUrl = 'postgres://app:secret@127.0.0.1:5432/xudai';
const least = { XUDAI_DATABASE_URL: databaseUrl };
const bootstrapKey = `xk_root_${'a'.repeat(32)}`;

const noFile = (): never => {
  throw new Error('no file was named');
};
const read = (env: Readonly<Record<string, string | undefined>>) => settingsIn({ ...least, ...env }, noFile);
const wrongIn = (env: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const result = read(env);
  return result.outcome === 'wrong' ? result.lines.map((line) => line.slice(0, line.indexOf(':'))) : [];
};

describe('settings', () => {
  it('reports a database that is not set', () =>
    expect(settingsIn({}, noFile)).toEqual({ outcome: 'wrong', lines: ['XUDAI_DATABASE_URL: is not set'] }));

  it('have the defaults of the contract', () => {
    expect(read({})).toEqual({
      outcome: 'settings',
      settings: {
        host: '127.0.0.1',
        port: 7080,
        dataDir: '.xudai',
        databaseUrl,
        databaseOwnerUrl: undefined,
        eventStore: undefined,
        tls: undefined,
        trustProxy: false,
        bootstrapKey: undefined,
        metrics: undefined,
        logLevel: 'info',
        heartbeatFile: undefined,
        rateLimit: undefined,
        refusalsDays: 400,
        signingKeyFile: '.xudai/signing-key.pem',
      },
    });
  });

  it('are taken as given', () => {
    const result = read({
      XUDAI_HOST: '0.0.0.0',
      XUDAI_PORT: '0',
      XUDAI_DATA_DIR: '/var/lib/a b',
      XUDAI_DATABASE_URL: 'postgresql://app@db.internal/xudai',
      XUDAI_DATABASE_OWNER_URL: databaseUrl,
      XUDAI_TLS_CERT_FILE: 'cert.pem',
      XUDAI_TLS_KEY_FILE: 'key.pem',
      XUDAI_BOOTSTRAP_KEY: bootstrapKey,
      XUDAI_LOG_LEVEL: 'debug',
      XUDAI_METRICS_PORT: '9464',
      XUDAI_METRICS_HOST: '0.0.0.0',
      XUDAI_HEARTBEAT_FILE: '/tmp/heartbeat',
      XUDAI_STORAGE_DIR: '/var/lib/postgresql',
      XUDAI_REFUSALS_DAYS: '31',
      XUDAI_RATE_LIMIT: '50',
      XUDAI_SIGNING_KEY_FILE: '/run/key.pem',
    });
    expect(result).toEqual({
      outcome: 'settings',
      settings: {
        host: '0.0.0.0',
        port: 0,
        dataDir: '/var/lib/a b',
        databaseUrl: 'postgresql://app@db.internal/xudai',
        databaseOwnerUrl: databaseUrl,
        eventStore: undefined,
        tls: { certFile: 'cert.pem', keyFile: 'key.pem' },
        trustProxy: false,
        bootstrapKey,
        metrics: { host: '0.0.0.0', port: 9464 },
        logLevel: 'debug',
        heartbeatFile: '/tmp/heartbeat',
        rateLimit: 50,
        storageDir: '/var/lib/postgresql',
        refusalsDays: 31,
        signingKeyFile: '/run/key.pem',
      },
    });
  });

  it.each(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])(
    'log from %s on',
    (XUDAI_LOG_LEVEL) => {
      expect(read({ XUDAI_LOG_LEVEL })).toMatchObject({ settings: { logLevel: XUDAI_LOG_LEVEL } });
    },
  );

  it('treat empty as unset, and ignore other variables', () =>
    expect(read({ XUDAI_PORT: '', XUDAI_HOST: undefined, PATH: '/bin' })).toEqual(read({})));

  it.each([
    ['XUDAI_DATABASE_URL', [undefined, 'localhost', 'mysql://host/db', 'http://host/']],
    ['XUDAI_DATABASE_OWNER_URL', ['localhost', 'mysql://host/db']],
    ['XUDAI_PORT', ['-1', '65536', '80.5', 'eighty']],
    [
      'XUDAI_BOOTSTRAP_KEY',
      [
        'admin',
        `xk_abc_${'a'.repeat(32)}`,
        `xk_Root_${'a'.repeat(32)}`,
        `xk_root_${'a'.repeat(31)}`,
        `xk_root_${'-'.repeat(32)}`,
      ],
    ],
  ])('%s refuses what it is not', (name, values) => {
    for (const value of values) expect([value, wrongIn({ [name]: value })]).toEqual([value, [name]]);
  });

  it('is not built: a start with it is refused', () => {
    for (const name of ['XUDAI_OIDC_ISSUER', 'XUDAI_OIDC_AUDIENCE', 'OTEL_EXPORTER_OTLP_ENDPOINT'])
      expect(read({ [name]: 'value' })).toEqual({ outcome: 'wrong', lines: [`${name}: is not built yet`] });
  });

  it('keys do not travel in the clear: a host other than loopback needs TLS, or a proxy that is trusted', () => {
    for (const XUDAI_HOST of ['127.0.0.1', '127.1.2.3', 'localhost', '::1', '[::1]'])
      expect([XUDAI_HOST, wrongIn({ XUDAI_HOST })]).toEqual([XUDAI_HOST, []]);
    const elsewhere = '0.0.0.0 :: 10.0.0.1 registry.example localhost.example 127.0.0.1.example'.split(' ');
    for (const XUDAI_HOST of elsewhere) {
      expect([XUDAI_HOST, wrongIn({ XUDAI_HOST })]).toEqual([XUDAI_HOST, ['XUDAI_HOST']]);
      expect(wrongIn({ XUDAI_HOST, XUDAI_TRUST_PROXY: '0' })).toEqual(['XUDAI_HOST']);
      expect(wrongIn({ XUDAI_HOST, XUDAI_TRUST_PROXY: '1' })).toEqual([]);
      expect(wrongIn({ XUDAI_HOST, XUDAI_TLS_CERT_FILE: 'c', XUDAI_TLS_KEY_FILE: 'k' })).toEqual([]);
    }
  });

  it('a certificate and its key go together', () => {
    expect(wrongIn({ XUDAI_TLS_CERT_FILE: 'cert.pem' })).toEqual(['XUDAI_TLS_KEY_FILE']);
    expect(wrongIn({ XUDAI_TLS_KEY_FILE: 'key.pem' })).toEqual(['XUDAI_TLS_CERT_FILE']);
    expect(read({ XUDAI_TLS_CERT_FILE: 'cert.pem' })).toMatchObject({
      lines: ['XUDAI_TLS_KEY_FILE: certificate and key go together'],
    });
  });

  it('all faults are reported at once', () => {
    const lines = wrongIn({
      XUDAI_DATABASE_URL: 'nowhere',
      XUDAI_PORT: 'x',
      XUDAI_HOST: '0.0.0.0',
      XUDAI_TLS_KEY_FILE: 'key.pem',
      XUDAI_METRICS_PORT: 'y',
      XUDAI_BOOTSTRAP_KEY: 'short',
    });
    expect([...lines].sort()).toEqual([
      'XUDAI_BOOTSTRAP_KEY',
      'XUDAI_DATABASE_URL',
      'XUDAI_HOST',
      'XUDAI_METRICS_PORT',
      'XUDAI_PORT',
      'XUDAI_TLS_CERT_FILE',
    ]);
  });

  it('no line repeats a value', () => {
    const names = [
      'XUDAI_HOST',
      'XUDAI_PORT',
      'XUDAI_DATA_DIR',
      'XUDAI_DATABASE_URL',
      'XUDAI_DATABASE_OWNER_URL',
      'XUDAI_TLS_CERT_FILE',
      'XUDAI_TRUST_PROXY',
      'XUDAI_BOOTSTRAP_KEY',
      'XUDAI_LOG_LEVEL',
      'XUDAI_METRICS_PORT',
      'XUDAI_METRICS_HOST',
      'XUDAI_EVENT_STORE_URL',
      'XUDAI_OIDC_ISSUER',
      'XUDAI_SIGNING_KEY_FILE',
      'XUDAI_RATE_LIMIT',
    ];
    const values = fc.constantFrom(
      'Zq7Marker',
      'postgres://Zq7Marker:Zq7Marker@[',
      'xk_Zq7Marker',
      '4294967296.77',
      ' Zq7Marker\n',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...names), values), { minLength: 1 }), (entries) => {
        const result = read(Object.fromEntries(entries));
        if (result.outcome !== 'wrong') return;
        expect(result.lines.join('\n')).not.toMatch(/Zq7Marker|4294967296/);
      }),
    );
  });
});
