import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Headroom, type HeadroomState, recordingLimits } from '#headroom';
import { issuedLoan } from '../support/reports.js';
import {
  cloudEvent,
  cloudEventBatch,
  type RunningRegistry,
  runningRegistry,
} from '../support/running-registry.js';

/* A database whose room nobody can measure from here, and that says itself that its disk is full. */

const bank = 'C1010211000012';

/** By a clock that can be put forward. */
class ForwardHeadroom extends Headroom {
  forwardMs = 0;

  override state(nowMs: number): HeadroomState {
    return super.state(nowMs + this.forwardMs);
  }
  override mayWrite(nowMs: number): boolean {
    return super.mayWrite(nowMs + this.forwardMs);
  }
  override noteDatabaseFull(nowMs: number): void {
    super.noteDatabaseFull(nowMs + this.forwardMs);
  }
  override noteWritten(begunAtMs: number): void {
    super.noteWritten(begunAtMs + this.forwardMs);
  }
}

describe('a database that says that it is full', () => {
  let registry: RunningRegistry;
  let owner: pg.Client;
  let key: string;
  const headroom = new ForwardHeadroom(recordingLimits);

  beforeAll(async () => {
    registry = await runningRegistry({ headroom });
    owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    key = await registry.bank(bank);
    await owner.query(`create sequence tried;
      create function full_disk() returns trigger language plpgsql as $$
        begin
          perform nextval('tried');
          raise exception 'could not extend file: No space left on device' using errcode = '53100';
        end $$;
      grant usage on sequence tried to public`);
  });

  afterAll(async () => {
    await owner.end();
    await registry.close();
  });

  const fill = (table: string) =>
    owner.query(`create trigger full_disk before insert on ${table} execute function full_disk()`);
  const makeRoom = (table: string) => owner.query(`drop trigger full_disk on ${table}`);
  const tried = async (): Promise<number> =>
    Number((await owner.query('select last_value from tried')).rows[0]?.last_value);
  const report = (loanId: string, more: object = {}) =>
    registry.ask('post', '/v1/events', { key, type: cloudEvent, body: issuedLoan(bank, loanId, 1, more) });
  const readyz = async () => (await registry.ask('get', '/readyz', { key: null })).body;

  it('is asked once in a while; the reports are answered 507, pages 200, and it goes on when there is room', async () => {
    await fill('facts');
    const reports = ['A', 'B', 'C'].map((loanId) => issuedLoan(bank, loanId, 1));
    const batch = await registry.ask('post', '/v1/events', { key, type: cloudEventBatch, body: reports });
    expect(batch.status).toBe(200);
    expect(
      batch.body.results.map(({ status, outcome }: { status: number; outcome: string }) => [status, outcome]),
    ).toEqual(reports.map(() => [507, 'not-recorded']));
    const once = await tried();
    for (let round = 0; round < 5; round += 1) expect((await report('D')).status).toBe(507);
    expect(await tried()).toBe(once);
    expect((await readyz()).detail).toBe('Writes are refused: the database says that it has no room.');
    expect((await registry.ask('get', '/v1/loans', { key })).status).toBe(200);

    headroom.forwardMs += 10_000;
    expect((await report('D')).status).toBe(507);
    expect(await tried()).toBeGreaterThan(once);
    expect((await report('D')).status).toBe(507);

    await makeRoom('facts');
    headroom.forwardMs += 10_000;
    expect((await report('D')).status).toBe(201);
    expect(await readyz()).toEqual({ status: 'ready' });
    expect((await report('E')).status).toBe(201);
  });

  it('of a refusal that cannot be listed none is told', async () => {
    await fill('refusals');
    const answer = await report('F', { rateBp: 1 });
    expect([answer.status, answer.body.outcome, answer.body.retryable]).toEqual([507, 'not-recorded', true]);
    await makeRoom('refusals');
    headroom.forwardMs += 10_000;
    expect((await report('F', { rateBp: 1 })).status).toBe(422);
  });
});
