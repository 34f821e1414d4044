import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Submission, SubmissionReceipt } from '#contract';
import { testDatabase, type TestDatabase, sizeOf } from '#testing';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { issuedLoan, reportOf } from '../support/reports.js';
import { administratorsKey } from '../support/running-registry.js';
import { digestHeader, fileOf } from '../support/submitting.js';

/* Registries killed while they decide a file: it goes on where it was, and every line of it is recorded once and counted once. */

const bank = 'C1010211000012';
const { loans, crashes: kills } = sizeOf('killedSubmissions');

describe('a file whose registries are killed', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let registry: RunningProcess;
  const processes: RunningProcess[] = [];
  let key = '';

  const another = async (): Promise<RunningProcess> => {
    const process = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey });
    processes.push(process);
    return process;
  };

  const asked = async <Answer>(
    method: string,
    path: string,
    by: string,
    body?: string,
    headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
  ): Promise<Answer> => {
    const answer = await fetch(registry.base + path, {
      method,
      headers: { authorization: `Bearer ${by}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };

  const stands = async (id: string): Promise<Submission> =>
    asked<Submission>('GET', `/v1/submissions/${id}`, key);

  const until = async (id: string, reached: (submission: Submission) => boolean): Promise<Submission> => {
    const deadline = Date.now() + 120_000;
    for (;;) {
      const submission = await stands(id);
      if (reached(submission)) return submission;
      if (Date.now() > deadline) throw new Error(`Stands at ${JSON.stringify(submission)}.`);
      await later(20);
    }
  };

  beforeAll(async () => {
    database = await testDatabase();
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    registry = await another();
    const projector = projectorProcess(database.appUrl);
    processes.push(projector);
    const institution = { code: bank, name: { zh: '行', en: 'Bank' }, kind: 'BANK' };
    await asked('POST', '/v1/institutions', administratorsKey, JSON.stringify(institution));
    const forBank = JSON.stringify({ role: 'bank', institution: bank, label: 'x' });
    key = (await asked<{ key: string }>('POST', '/v1/keys', administratorsKey, forBank)).key;
  }, 180_000);

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.kill()));
    await owner.end();
    await database.drop();
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
    const received = await asked<Submission>('POST', '/v1/submissions', key, file, {
      'content-type': 'application/x-ndjson',
      'content-digest': digestHeader(file),
      'xudai-record-count': String(lines.length),
    });
    let read = 0;
    for (let killed = 0; killed < kills; killed += 1) {
      const last = read;
      ({ read } = await until(received.id, (now) => now.read > last || now.status === 'COMPLETED'));
      if (read === lines.length) throw new Error('The file was decided before anybody was killed.');
      const next = await another();
      await registry.kill();
      registry = next;
      // Between two kills a database that loses all connections at once.
      if (killed === 1)
        await owner.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'xudai%'`,
        );
      if (killed === 1) await later(1_500);
    }
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
    const receipt = await asked<SubmissionReceipt>('GET', `/v1/submissions/${received.id}/receipt`, key);
    expect(receipt).toMatchObject({ recorded, repeated: hundredth, refused: tenth });
  }, 400_000);
});
