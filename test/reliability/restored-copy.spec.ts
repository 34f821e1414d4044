import { renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, type Answer, bankWithKey, untilReady } from '../support/asking.js';
import {
  coldCopy,
  type EmbeddedRegistry,
  embeddedRegistry,
  folderToRestoreIn,
  liveCopy,
} from '../support/embedded-registry.js';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent } from '../support/running-registry.js';

/*
 * The data directory of an embedded registry is copied, the original is lost, and the copy takes its place: everything that stood in
 * it when it was copied is there, the registry goes on from there, and what came later is recorded when it is sent again.
 */

const bank = 'C1010211000012';

describe('a registry on a copy of its data directory', () => {
  let folder: string;
  let original: string;
  let copy: string;
  let registry: EmbeddedRegistry;
  let key: string;

  // What the first test restored the second goes on from.
  beforeAll(async () => {
    folder = folderToRestoreIn();
    [original, copy] = [path.join(folder, 'xudai'), path.join(folder, 'backup')];
    registry = await embeddedRegistry(original);
    key = await bankWithKey(registry.base, bank);
  });

  afterAll(async () => {
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (no: number): Promise<Answer> =>
    ask(registry.base, 'POST', '/v1/events', { key, type: cloudEvent, body: issuedLoan(bank, `B${no}`, no) });

  const sendAll = async (from: number, to: number): Promise<readonly number[]> => {
    const statuses: number[] = [];
    // Fewer at once than one bank may have under way.
    for (let first = from; first < to; first += 50) {
      const together = Array.from({ length: Math.min(50, to - first) }, (_, at) => send(first + at));
      for (const { status } of await Promise.all(together)) statuses.push(status);
    }
    return statuses;
  };
  /** For as long as that takes. */
  const sendOneByOne = async (from: number, to: number): Promise<void> => {
    for (let no = from; no < to; no += 1) await send(no);
  };

  const facts = async (): Promise<readonly { readonly seq: string }[]> => {
    const { rows } = await registry.owner.query(
      'select seq, stream, revision, event_id, recorded_at::text, data::text, metadata::text from facts order by seq',
    );
    return rows as readonly { readonly seq: string }[];
  };

  const totals = async (): Promise<unknown> => {
    const position = String((await facts()).length);
    const { body } = await ask(registry.base, 'GET', '/v1/programmes/SH24/progress', {
      key,
      headers: { 'await-position': position, 'await-timeout': '30000' },
    });
    return (body['targets'] as readonly { code: string; actual: string }[]).map((each) => [
      each.code,
      each.actual,
    ]);
  };

  const restore = async (): Promise<void> => {
    rmSync(original, { recursive: true });
    renameSync(copy, original);
    registry = await embeddedRegistry(original);
  };

  const isDense = (rows: readonly { readonly seq: string }[]): boolean =>
    rows.every(({ seq }, index) => Number(seq) === index + 1);

  it('that was stopped for it has everything, tells repeated reports so, and goes on', async () => {
    await sendAll(0, 60);
    const before = { facts: await facts(), totals: await totals() };
    await registry.stop();
    await coldCopy(original, copy);
    await restore();

    expect({ facts: await facts(), totals: await totals() }).toEqual(before);
    expect(new Set(await sendAll(0, 60))).toEqual(new Set([200]));
    expect(await facts()).toEqual(before.facts);
    expect(new Set(await sendAll(60, 70))).toEqual(new Set([201]));
    const after = await facts();
    expect(after.slice(0, before.facts.length)).toEqual(before.facts);
    expect(after).toHaveLength(before.facts.length + 10);
    expect(isDense(after)).toBe(true);
    await untilReady(registry.base);
  });

  it('that ran meanwhile has everything acknowledged before; what came later is recorded again when it is sent again', async () => {
    await sendAll(100, 140);
    const atLeast = await facts();
    const sending = sendOneByOne(140, 240);
    await liveCopy(original, copy, registry.owner);
    await sending;
    await sendAll(240, 250);
    const before = { facts: await facts(), totals: await totals() };
    await registry.stop();
    await restore();

    const restored = await facts();
    expect(restored.length).toBeGreaterThanOrEqual(atLeast.length);
    expect(restored.length).toBeLessThan(before.facts.length);
    expect(restored).toEqual(before.facts.slice(0, restored.length));
    const statuses = await sendAll(100, 250);
    expect(statuses.filter((status) => status === 201)).toHaveLength(before.facts.length - restored.length);
    expect(new Set(statuses)).toEqual(new Set([200, 201]));
    const after = await facts();
    expect(after).toHaveLength(before.facts.length);
    expect(isDense(after)).toBe(true);
    expect(await totals()).toEqual(before.totals);
  });
});
