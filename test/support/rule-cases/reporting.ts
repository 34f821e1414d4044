import type { Response } from 'supertest';
import { fixedClock } from '#calendar';
import { exampleReport } from '#testing';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../running-registry.js';
import type { SenderName, Story, CaseReport } from './case-reports.js';

/** Every institution begins to report two days before today, which is 2024-12-31. */
const reportingFrom = '2024-12-29';
const noon = '2024-12-31T12:00:00+08:00';

export const senders: Readonly<Record<SenderName, string>> = {
  bank: 'C1010211000012',
  insurer: 'C1010911000019',
  suspended: 'C1010511000015',
  reinstated: 'C1010611000016',
};

export interface Reporting {
  readonly registry: RunningRegistry;
  readonly supervisor: string;
  readonly bankKey: string;
  /** Records what comes before, then sends the report itself and answers with what it was told. */
  tell(story: Story, about: string): Promise<Response>;
}

/** A registry where it is noon of 2024-12-31, with the institutions and bailout programmes that the cases are about. */
export const reporting = async (): Promise<Reporting> => {
  const registry = await runningRegistry({ clock: fixedClock(Date.parse(noon)) });
  const supervisor = await registry.keyFor('supervisor');
  const keys: Partial<Record<SenderName, string>> = {};
  for (const [name, code] of Object.entries(senders) as [SenderName, string][])
    keys[name] = await registry.bank(code, {
      reportingFrom,
      ...(name === 'insurer' ? { kind: 'INSURER' } : {}),
    });
  const administer = async (method: 'post' | 'put' | 'delete', path: string, asking: object = {}) => {
    const { status, text } = await registry.ask(method, path, { key: supervisor, ...asking });
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  };
  for (const name of ['suspended', 'reinstated'] as const)
    await administer('post', `/v1/institutions/${senders[name]}/suspension`, { body: { reason: 'review' } });
  await administer('delete', `/v1/institutions/${senders.reinstated}/suspension`);
  for (const [programme, cap] of [['RELIEF-2024'], ['OTHER-2024'], ['TIGHT-2024', '900000.00']] as const)
    await administer('put', `/v1/bailout/programmes/${programme}`, {
      body: { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31', cap },
    });
  await administer('post', '/v1/bailout/allocations', {
    headers: { 'idempotency-key': 'tight' },
    body: { programme: 'TIGHT-2024', institution: senders.bank, amount: '500000.00' },
  });

  let sent = 0;
  const send = ({ type, changes, attributes, from }: CaseReport, about: string): Promise<Response> => {
    const given = { id: `r${++sent}`, subject: about, source: `/institutions/${senders[from]}` };
    const body = exampleReport(type, changes, { ...given, ...attributes });
    return registry.ask('post', '/v1/events', { key: keys[from] ?? '', type: cloudEvent, body });
  };
  return {
    registry,
    supervisor,
    bankKey: keys.bank ?? '',
    tell: async ({ before, report }, about) => {
      for (const each of before) {
        const { status, text } = await send(each, about);
        if (status > 201) throw new Error(`before ${about}: ${each.type} ${status} ${text}`);
      }
      return send(report, about);
    },
  };
};
