import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Submission } from '#contract';
import { testDatabase, type TestDatabase, sizeOf } from '#testing';
import { bankWithKey } from '../support/asking.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { issuedLoan } from '../support/reports.js';
import { administratorsKey, cloudEvent } from '../support/running-registry.js';

/* A large file, and one that is all mistakes: others go on beside it, and the registry holds no more of it than a part. */

const [large, other] = ['C1010211000012', 'C1010311000013'] as const;
const mebibyte = 2 ** 20;
const { mistakes, right, mebibytes } = sizeOf('largeFiles');

describe('a large file', () => {
  let database: TestDatabase;
  let registry: RunningProcess;
  let processes: RunningProcess[];
  const keys = { [large]: '', [other]: '' };

  beforeAll(async () => {
    database = await testDatabase();
    registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    processes = [registry, projectorProcess(database.appUrl)];
    for (const bank of [large, other] as const) keys[bank] = await bankWithKey(registry.base, bank);
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await database.drop();
  });

  /** Sent as it is made: neither this process holds all of it. */
  const submitted = async (
    bank: typeof large | typeof other,
    count: number,
    line: (no: number) => string,
  ) => {
    const parts = function* () {
      for (let from = 0; from < count; from += 100)
        yield Buffer.from(
          Array.from({ length: Math.min(100, count - from) }, (_, no) => line(from + no)).join(''),
        );
    };
    const hash = createHash('sha256');
    for (const part of parts()) hash.update(part);
    const answer = await fetch(`${registry.base}/v1/submissions`, {
      method: 'POST',
      duplex: 'half',
      headers: {
        authorization: `Bearer ${keys[bank]}`,
        'content-type': 'application/x-ndjson',
        'content-digest': `sha-256=:${hash.digest('base64')}:`,
        'xudai-record-count': String(count),
      },
      body: ReadableStream.from(parts()),
    } as RequestInit);
    expect(answer.status).toBe(201);
    return ((await answer.json()) as Submission).id;
  };

  const stands = async (bank: typeof large | typeof other, id: string): Promise<Submission> => {
    const answer = await fetch(`${registry.base}/v1/submissions/${id}`, {
      headers: { authorization: `Bearer ${keys[bank]}` },
    });
    return (await answer.json()) as Submission;
  };

  const ended = async (bank: typeof large | typeof other, id: string): Promise<Submission> => {
    for (;;) {
      const submission = await stands(bank, id);
      if (submission.status === 'COMPLETED' || submission.status === 'FAILED') return submission;
      await later(50);
    }
  };

  const peakBytes = (): number =>
    Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${registry.pid}/status`, 'utf8'))?.[1]) * 1_024;

  it.each([
    ['that is all mistakes', mistakes, (no: number) => `{"id":"m${no}","type":"none"}\n`],
    ['that is right', right, (no: number) => `${JSON.stringify(issuedLoan(large, `B${no}`, no))}\n`],
  ])(
    '%s keeps neither single reports nor small files of others waiting',
    async (what, count, line) => {
      const id = await submitted(large, count, line);
      const small = submitted(
        other,
        10,
        (no) => `${JSON.stringify(issuedLoan(other, `${what}${no}`.replaceAll(' ', '-'), no))}\n`,
      );
      for (let no = 0; no < 20; no += 1) {
        const answer = await fetch(`${registry.base}/v1/events`, {
          method: 'POST',
          headers: { authorization: `Bearer ${keys[other]}`, 'content-type': cloudEvent },
          body: JSON.stringify(issuedLoan(other, `${what}-single${no}`.replaceAll(' ', '-'), no)),
        });
        expect(answer.status).toBe(201);
      }
      expect(await ended(other, await small)).toMatchObject({ status: 'COMPLETED', recorded: 10 });
      expect((await stands(large, id)).status).toBe('DECIDING');
      const last = await ended(large, id);
      expect([last.read, last.recorded + last.refused]).toEqual([count, count]);
      // Folds of 50,000 streams are kept, of whatever way the reports came.
      expect(peakBytes()).toBeLessThan(mebibytes * mebibyte);
    },
    1_200_000,
  );

  it('of a hundred and forty megabytes is held in parts alone', async () => {
    const before = peakBytes();
    const spaces = ' '.repeat(24 * 1_024);
    const count = 6_000;
    const id = await submitted(large, count, (no) => `{"id":"s${no}",${spaces}"type":"none"}\n`);
    const last = await ended(large, id);
    expect(last).toMatchObject({ refused: count });
    expect(last.bytes).toBeGreaterThan(140 * mebibyte);
    // Growth is 70 to 90 MiB, by when garbage is collected; the file held once as a string would be 140 more.
    expect(peakBytes() - before).toBeLessThan(130 * mebibyte);
  }, 600_000);
});
