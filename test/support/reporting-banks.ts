import type { Response } from 'supertest';
import { projected } from './checked-projections.js';
import { cloudEventBatch, type RunningRegistry, runningRegistry } from './running-registry.js';
import { north, reportsOf, south } from './three-banks.js';

interface AskingAs {
  /** A supervisor's unless another is given. */
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A registry to which two banks have reported, one after the other. */
export interface ReportingBanks {
  readonly registry: RunningRegistry;
  readonly supervisor: string;

  /** The key of the first bank. */
  readonly north: string;
  /** The seq up to which facts were known after each. */
  readonly ends: readonly number[];
  ofMeasures(path: string, asking?: AskingAs): Promise<Response>;
}

export const reportingBanks = async (): Promise<ReportingBanks> => {
  const registry = await runningRegistry();
  const supervisor = await registry.keyFor('supervisor');
  const ofMeasures: ReportingBanks['ofMeasures'] = async (path, { key = supervisor, headers = {} } = {}) =>
    registry.ask('get', `/v1/measures/${path}`, { key, headers });
  const keys = [await registry.bank(north), await registry.bank(south)];
  const ends: number[] = [];
  for (const [index, bank] of ([north, south] as const).entries()) {
    const body = reportsOf[bank];
    await registry.ask('post', '/v1/events', { key: keys[index] ?? null, type: cloudEventBatch, body });
    await projected(registry);
    const { body: shown } = await ofMeasures('issued-volume/series?interval=month');
    ends.push((shown as { readonly basis: { readonly seq: number } }).basis.seq);
  }
  return { registry, supervisor, north: keys[0] ?? '', ends, ofMeasures };
};
