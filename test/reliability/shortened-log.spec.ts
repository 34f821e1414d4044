import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '#testing';
import { projections } from '../../apps/registry/src/operations/registry-state.js';
import { EventStoreDouble } from '../event-store-double/event-store-double.server.js';
import { type Answer, ask, bankWithKey } from '../support/asking.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { issuedLoan } from '../support/reports.js';
import { administratorsKey, cloudEvent } from '../support/running-registry.js';

/*
 * Somebody with all rights over the database deletes the last facts, or moves a checkpoint. No number is given out a second time:
 * nothing is recorded, whoever is started anew, until all is there again; then everything goes on by itself.
 */

const bank = 'C1010211000012';
const reports = 60;
const lost = 50;

describe.each(['PostgreSQL', 'the event store'])(
  'a log shorter than what was seen of it, on %s',
  (engine) => {
    let database: TestDatabase;
    let store: EventStoreDouble | undefined;
    let owner: pg.Client;
    let registry: RunningProcess;
    let projector: RunningProcess;
    let key: string;

    const begin = async (): Promise<void> => {
      const env: Record<string, string> = store
        ? { XUDAI_EVENT_STORE_URL: store.url, XUDAI_STREAM_PREFIX: 'city-' }
        : {};
      env['XUDAI_LOG_LEVEL'] = 'silent';
      registry = await registryProcess(database.appUrl, { XUDAI_BOOTSTRAP_KEY: administratorsKey, ...env });
      projector = projectorProcess(database.appUrl, env);
    };
    const end = () => Promise.all([registry.kill('SIGTERM'), projector.kill('SIGTERM')]);

    beforeAll(async () => {
      store = engine === 'PostgreSQL' ? undefined : await EventStoreDouble.started();
      database = await testDatabase();
      owner = new pg.Client({ connectionString: database.ownerUrl });
      await owner.connect();
      await begin();
      await ready();
      key = await bankWithKey(registry.base, bank);
      const answers = await Promise.all(Array.from({ length: reports - 1 }, (_, no) => send(no)));
      // By itself, so that it is the last one of the log and among those that are lost.
      answers.push(await send(reports - 1));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      await loanShown(reports - 1, answers.at(-1)?.body['position']);
      await allShown(await head());
    });

    afterAll(async () => {
      await end();
      await owner.end();
      await database.drop();
      store?.stop();
    });

    const send = (no: number): Promise<Answer> =>
      ask(registry.base, 'POST', '/v1/events', {
        key,
        type: cloudEvent,
        body: issuedLoan(bank, `L${no}`, no),
      });

    const head = async (): Promise<number> =>
      Number((await owner.query('select coalesce(max(seq), 0) as head from facts')).rows[0].head);

    /** With an event store a report is acknowledged before it has its number: its loan is waited for. */
    const loanShown = async (no: number, position: unknown): Promise<void> => {
      const page = await ask(registry.base, 'GET', `/v1/loans/${bank}/L${no}`, {
        key,
        headers: { 'await-position': String(position), 'await-timeout': '20000' },
      });
      expect(page.status).toBe(200);
    };

    const allShown = async (seq: number): Promise<void> => {
      for (;;) {
        const { rows } = await owner.query(
          'select min(seq) as seq, count(*) as of from projection_checkpoints',
        );
        if (Number(rows[0].of) === projections.length && Number(rows[0].seq) >= seq) return;
        await new Promise((later) => setTimeout(later, 50));
      }
    };

    const detailOnce = async (reached: (detail: string) => boolean): Promise<string> => {
      for (;;) {
        const { body } = await ask(registry.base, 'GET', '/readyz');
        const detail = String(body['detail'] ?? body['status']);
        if (reached(detail)) return detail;
        await new Promise((later) => setTimeout(later, 100));
      }
    };
    const ready = () => detailOnce((detail) => detail === 'ready');

    const asSuperuser = async (statement: string): Promise<void> => {
      await owner.query(
        `begin; alter table facts disable trigger facts_stay; ${statement};
       alter table facts enable always trigger facts_stay; commit`,
      );
    };
    const lose = async (from: number) =>
      asSuperuser(
        `create table lost as select * from facts where seq >= ${from}; delete from facts where seq >= ${from}`,
      );

    const sentence = `Reports are refused: the log ends at fact`;

    const expectNothingRecorded = async (): Promise<void> => {
      const detail = await detailOnce((said) => said.includes(sentence));
      expect(detail).toContain(`${sentence} ${await head()}, and `);
      const before = await head();
      for (let no = 0; no < 5; no += 1) {
        const { status, body } = await send(1_000 + no);
        expect([status, body['outcome']]).toEqual([503, 'not-recorded']);
      }
      // Told before as recorded, and now not there: neither repeated nor new.
      expect((await send(reports - 1)).status).toBe(503);
      const page = await ask(registry.base, 'GET', '/v1/loans?limit=1', { key });
      expect(page.status).toBe(503);
      const outcome = await ask(registry.base, 'GET', `/v1/events/issue-L${reports - 1}`, { key });
      expect(outcome.status).toBe(503);
      expect(await head()).toBe(before);
    };

    it('records nothing, also after a restart, and goes on once its facts are back', async () => {
      const whole = await head();
      await lose(whole - lost + 1);
      await expectNothingRecorded();
      await end();
      await begin();
      await expectNothingRecorded();
      expect(await head()).toBe(whole - lost);

      await asSuperuser('insert into facts select * from lost; drop table lost');
      await ready();
      expect((await send(reports - 1)).body).toMatchObject({ repeated: true });
      const { status, body } = await send(reports);
      expect(status).toBe(201);
      await loanShown(reports, body['position']);
      expect(await head()).toBe(whole + 1);
    });

    it('records nothing over a checkpoint that was moved ahead, until it is moved back', async () => {
      const whole = await head();
      const move = (seq: number) =>
        owner.query(`update projection_checkpoints set seq = $1 where name = 'loan-book'`, [seq]);
      await move(whole + lost);
      await expectNothingRecorded();
      await move(whole);
      await ready();
      const { status, body } = await send(reports + 1);
      expect(status).toBe(201);
      await loanShown(reports + 1, body['position']);
    });
  },
);
