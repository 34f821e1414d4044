import type { Response } from 'supertest';
import { projected } from './projected.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from './running-registry.js';
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

/** One after another: reports of a batch that share nothing are recorded in whatever order. Gives the position of the last. */
export const sentInOrder = async (
  registry: Pick<RunningRegistry, 'ask'>,
  key: string,
  reports: readonly object[],
): Promise<string> => {
  let position = '';
  for (const body of reports) {
    const { status, body: outcome } = await registry.ask('post', '/v1/events', {
      key,
      type: cloudEvent,
      body,
    });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(outcome)}`);
    position = outcome.position;
  }
  return position;
};

export const reportingBanks = async (): Promise<ReportingBanks> => {
  const registry = await runningRegistry();
  const supervisor = await registry.keyFor('supervisor');
  const ofMeasures: ReportingBanks['ofMeasures'] = async (path, { key = supervisor, headers = {} } = {}) =>
    registry.ask('get', `/v1/measures/${path}`, { key, headers });
  const keys = [await registry.bank(north), await registry.bank(south)];
  const ends: number[] = [];
  for (const [index, bank] of ([north, south] as const).entries()) {
    await sentInOrder(registry, keys[index] ?? '', reportsOf[bank]);
    await projected(registry);
    const { body: shown } = await ofMeasures('issued-volume/series?interval=month');
    ends.push((shown as { readonly basis: { readonly seq: number } }).basis.seq);
  }
  return { registry, supervisor, north: keys[0] ?? '', ends, ofMeasures };
};
