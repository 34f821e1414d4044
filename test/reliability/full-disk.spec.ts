import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sizeOf } from '#testing';
import { ask, threeBanksWithKeys } from '../support/asking.js';
import { type EmbeddedRegistry, embeddedRegistry } from '../support/embedded-registry.js';
import { issuedLoan } from '../support/reports.js';
import { type SmallDisk, smallDisk } from '../support/small-disk.js';
import { north } from '../support/three-banks.js';

/* The embedded database on a small disk that somebody else fills, to the last byte in the end. */

const disk = smallDisk(500);
const { watchedMs } = sizeOf('fullDisk');
const here = typeof disk === 'string' ? describe.skip : describe;
const why = typeof disk === 'string' ? ` (left out, since no disk can be made here: ${disk})` : '';

here(`a disk that fills${why}`, () => {
  const { folder, fill, free, freeMebibytes } = disk as SmallDisk;
  let registry: EmbeddedRegistry;
  let key: string;
  const acknowledged: string[] = [];
  let last = 0;

  beforeAll(async () => {
    const dataDirectory = path.join(folder, 'xudai');
    mkdirSync(dataDirectory);
    chmodSync(dataDirectory, 0o711);
    registry = await embeddedRegistry(dataDirectory);
    key = (await threeBanksWithKeys(registry.base)).keyOf.get(north) ?? '';
  });

  afterAll(async () => {
    await registry.stop();
    (disk as SmallDisk).remove();
  });

  /** Status of one more report; what is acknowledged is noted. */
  const report = async (): Promise<number> => {
    const body = issuedLoan(north, `L${(last += 1)}`, 1);
    const type = 'application/cloudevents+json';
    const { status } = await ask(registry.base, 'POST', '/v1/events', { key, body, type });
    if (status === 201) acknowledged.push(`issue-L${last}`);
    return status;
  };
  const page = async (): Promise<number> =>
    (await ask(registry.base, 'GET', '/v1/loans?limit=10', { key })).status;
  const readyz = async (): Promise<string> => {
    const { body } = await ask(registry.base, 'GET', '/readyz');
    return String(body['detail'] ?? body['status']);
  };
  const untilReport = async (status: number): Promise<void> => {
    const deadline = Date.now() + 30_000;
    while ((await report()) !== status) {
      if (Date.now() > deadline) throw new Error(`No report was answered ${status}.`);
      await later(200);
    }
  };
  /** What is answered for a while. */
  const answered = async (): Promise<readonly string[]> => {
    const seen = new Set<string>();
    for (const end = Date.now() + watchedMs; Date.now() < end; await later(100))
      seen.add(`report ${await report()}, page ${await page()}`);
    return [...seen];
  };

  it('refuses reports early, goes on being read, and takes reports again when there is room', async () => {
    expect(await answered()).toEqual(['report 201, page 200']);
    fill(100);
    await untilReport(507);
    expect(await answered()).toEqual(['report 507, page 200']);
    expect(await readyz()).toMatch(/^Writes are refused: only \d+ MiB are free/);
    free();
    await untilReport(201);
    expect(await answered()).toEqual(['report 201, page 200']);
  });

  it('goes on being read without a byte left, and nothing acknowledged is lost', async () => {
    fill(100);
    await untilReport(507);
    fill(0);
    // What is kept for the database is given up to it; then that is taken as well.
    const deadline = Date.now() + 10_000;
    while (freeMebibytes() < 32 && Date.now() < deadline) await later(100);
    expect(freeMebibytes()).toBeGreaterThan(32);
    expect(await answered()).toEqual(['report 507, page 200']);
    await registry.owner.query('checkpoint');
    fill(0);
    expect(await answered()).toEqual(['report 507, page 200']);
    free();
    await untilReport(201);

    const { rows } = await registry.owner.query<{ id: string; count: string }>(
      `select metadata ->> 'reportId' as id, count(*) as count from facts where stream like 'loan-%' group by 1`,
    );
    expect(rows.filter(({ count }) => count !== '1')).toEqual([]);
    expect(acknowledged.filter((id) => !rows.some((row) => row.id === id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(10);
  });
});
