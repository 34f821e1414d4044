import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { faultProxy } from '#testing';
import { collected, newStream, plantedAppend } from '../contract/planted-appends.js';
import { OutcomeUnknown } from '../event-log-errors.js';
import type { OpenLog } from '../open-log.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';

let postgres: PostgresForSpec;
let opened: OpenLog;

beforeAll(async () => {
  postgres = await postgresForSpec();
  opened = postgres.openLog();
});
afterAll(() => postgres.close());

describe('an append whose answer was lost', () => {
  it('is unknown when the retry is rolled back', async () => {
    const proxy = await faultProxy(postgres.appUrl);
    const through = postgres.openLog({ url: proxy.url });
    await through.log.append(plantedAppend(newStream(), 'none'));
    const append = plantedAppend(newStream(), 'none');
    proxy.loseAnswers();
    const answer = through.log.append(append);
    answer.catch(() => undefined);
    while ((await collected(opened.log.readStream({ stream: append.stream }))).length === 0)
      await new Promise((done) => setTimeout(done, 5));
    await postgres.owner.query(`
      create function refuse_all() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
      create trigger refuse_all before insert on facts for each statement execute function refuse_all()`);
    proxy.cut();
    await expect(answer).rejects.toThrow(OutcomeUnknown);
    await postgres.owner.query('drop trigger refuse_all on facts');
    expect(await through.log.append(append)).toMatchObject({ outcome: 'appended', firstRevision: 0 });
    await through.close();
    await proxy.close();
  });

  it('is asked for again over another connection while there is time', async () => {
    const proxy = await faultProxy(postgres.appUrl);
    const through = postgres.openLog({ url: proxy.url, deadlineMs: 3_000 });
    await through.log.append(plantedAppend(newStream(), 'none'));
    const append = plantedAppend(newStream(), 'none');
    proxy.loseAnswers();
    expect(await through.log.append(append)).toMatchObject({ outcome: 'appended', firstRevision: 0 });
    expect(await collected(opened.log.readStream({ stream: append.stream }))).toHaveLength(1);
    // What says that there are new facts got no answer either.
    proxy.cut();
    await through.close();
    await proxy.close();
  });

  it('is unknown when PostgreSQL answers for fewer than were sent', async () => {
    const through = postgres.openLog({ deadlineMs: 2_000 });
    const { rows } = await postgres.owner.query<{ name: string; takes: string; gives: string }>(`
      select oid::regprocedure::text as name, pg_get_function_identity_arguments(oid) as takes,
             pg_get_function_result(oid) as gives
        from pg_proc where proname = 'append_facts' and pronargs = 16`);
    const [whole] = rows;
    if (!whole) throw new Error('It has another number of arguments by now.');
    await postgres.owner.query(`
      alter function ${whole.name} rename to append_facts_elsewhere;
      create function append_facts(${whole.takes}) returns ${whole.gives} language plpgsql as
        $$ begin return; end $$;
      grant execute on function ${whole.name} to public`);
    // Its stream stands elsewhere, so the group is settled append by append.
    const error = await through.log.append(plantedAppend(newStream(), 4)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(error).toMatchObject({
      cause: new Error('PostgreSQL did not answer each append of a group.'),
    });
    await postgres.owner.query(`
      drop function ${whole.name};
      alter function append_facts_elsewhere rename to append_facts`);
    await through.close();
    expect(await opened.log.append(plantedAppend(newStream(), 'none'))).toMatchObject({
      outcome: 'appended',
    });
  });
});
