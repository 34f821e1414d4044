import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Submission, SubmissionReceipt } from '#contract';
import { sizeOf } from '#testing';
import { bankWithKey } from '../support/asking.js';
import { type EmbeddedDatabase, embeddedDatabase, folderToRestoreIn } from '../support/embedded-registry.js';
import { Crashes, projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { issuedLoan, reportOf } from '../support/reports.js';
import { administratorsKey } from '../support/running-registry.js';
import { digestHeader, fileOf } from '../support/submitting.js';

/*
 * Registries, projectors and PostgreSQL itself are killed with -9 while a file is decided: it goes on where it was, and every line of it is
 * recorded once and counted once. There is one receipt.
 */

const bank = 'C1010211000012';
const { loans, rounds, crashes: kills } = sizeOf('killedSubmissions');
/** Rounds in which the database is killed with its programs. */
const killsServer = (round: number): boolean => rounds > 3 || round === 1;

describe('a file whose programs and database are killed', () => {
  const folder = folderToRestoreIn();
  const crashes = new Crashes();
  let database: EmbeddedDatabase;
  let registry: RunningProcess;
  let projector: RunningProcess;
  const processes: RunningProcess[] = [];
  let key = '';

  const anotherRegistry = async (): Promise<RunningProcess> => {
    const env = { XUDAI_BOOTSTRAP_KEY: administratorsKey, XUDAI_STORAGE_DIR: database.directory };
    const process = await registryProcess(database.appUrl, env);
    processes.push(process);
    return process;
  };
  const anotherProjector = (): RunningProcess => {
    const process = projectorProcess(database.appUrl, { XUDAI_STORAGE_DIR: database.directory });
    processes.push(process);
    return process;
  };

  const asked = async <Answer>(
    method: string,
    path: string,
    body?: string,
    headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
  ): Promise<Answer> => {
    const answer = await fetch(registry.base + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };

  /** Undefined while who was killed is not back yet. */
  const stands = async (id: string): Promise<Submission | undefined> =>
    asked<Submission>('GET', `/v1/submissions/${id}`).catch(() => undefined);

  const until = async (id: string, reached: (submission: Submission) => boolean): Promise<Submission> => {
    const deadline = Date.now() + 600_000;
    for (;;) {
      const submission = await stands(id);
      if (submission && reached(submission)) return submission;
      if (Date.now() > deadline) throw new Error(`Stands at ${JSON.stringify(submission)}.`);
      await later(20);
    }
  };

  beforeAll(async () => {
    database = await embeddedDatabase(path.join(folder, 'xudai'));
    registry = await anotherRegistry();
    projector = anotherProjector();
    key = await bankWithKey(registry.base, bank);
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await database.stop();
    rmSync(folder, { recursive: true });
  });

  it('goes on by another registry, with a receipt as if nothing had happened', async () => {
    const repaid = (id: string, loan: string) =>
      reportOf(bank, id, 'loan.repaid', loan, { effectiveDate: '2024-03-01', amount: '1.00' });
    // Each loan with a repayment; of every hundred one is said twice, and ten repayments come before their loan.
    const lines = Array.from({ length: loans }, (_, no) => [
      ...(no % 10 === 5
        ? [repaid(`r${no}`, `K${no}`), issuedLoan(bank, `K${no}`, no)]
        : [issuedLoan(bank, `K${no}`, no), repaid(`r${no}`, `K${no}`)]),
      ...(no % 100 === 25 ? [issuedLoan(bank, `K${no}`, no)] : []),
    ]).flat();
    const file = fileOf(lines);
    const received = await asked<Submission>('POST', '/v1/submissions', file, {
      'content-type': 'application/x-ndjson',
      'content-digest': digestHeader(file),
      'xudai-record-count': String(lines.length),
    });
    let read = 0;
    for (let round = 0; round < rounds; round += 1) {
      const last = read;
      ({ read } = await until(received.id, (now) => now.read > last || now.status === 'COMPLETED'));
      if (read === lines.length) throw new Error('The file was decided before anybody was killed.');
      const next = await anotherRegistry();
      await Promise.all([crashes.of(registry), crashes.of(projector)]);
      registry = next;
      if (killsServer(round)) {
        await database.killServer();
        crashes.count += 1;
      }
      projector = anotherProjector();
    }
    expect(crashes.count).toBe(kills);
    const ended = await until(received.id, ({ status }) => status === 'COMPLETED');
    const [hundredth, tenth] = [loans / 100, loans / 10];
    const recorded = 2 * loans - tenth;
    expect(ended).toMatchObject({
      read: lines.length,
      recorded,
      repeated: hundredth,
      refused: tenth,
      byRule: { 'REF-R02': tenth },
    });
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query<{ facts: number; lines: number; reports: number }>(
      `select count(*)::int as facts, count(distinct metadata->>'causationId')::int as lines, count(distinct report_id)::int as reports
         from facts where metadata->>'correlationId' = $1 and report_id is not null`,
      [received.id],
    );
    expect(rows).toEqual([{ facts: recorded, lines: recorded, reports: recorded }]);
    const told = await owner.query(
      `select (select count(*)::int from refusals where institution = $1) as listed,
              (select count(*)::int from submission_refusal) as lines,
              (select count(*)::int from facts where stream = 'submission-' || $1 || '-' || $2) as facts`,
      [bank, received.id],
    );
    expect(told.rows).toEqual([{ listed: tenth, lines: tenth, facts: 2 }]);
    await owner.end();
    const receipt = await asked<SubmissionReceipt>('GET', `/v1/submissions/${received.id}/receipt`);
    expect(receipt).toMatchObject({ recorded, repeated: hundredth, refused: tenth });
    expect(await asked('GET', `/v1/submissions/${received.id}/receipt`)).toEqual(receipt);
  }, 1_800_000);
});
