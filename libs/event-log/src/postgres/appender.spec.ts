import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asWritten, faultProxy } from '#testing';
import {
  asStored,
  collected,
  newStream,
  plantedAppend,
  plantedFact,
  plantedFacts,
} from '../contract/planted-appends.js';
import { LogUnavailable, NotStorable, OutcomeUnknown, StorageFull } from '../event-log-errors.js';
import type { OpenLog } from '../open-log.js';
import { type PostgresForSpec, postgresForSpec } from '../testing/postgres-for-spec.connection.js';

let postgres: PostgresForSpec;
let opened: OpenLog;

beforeAll(async () => {
  postgres = await postgresForSpec();
  opened = postgres.openLog();
});
afterAll(() => postgres.close());

const appendAll = (appends: readonly ReturnType<typeof plantedAppend>[], { log } = opened) =>
  Promise.allSettled(appends.map((append) => log.append(append)));

describe('a group of appends', () => {
  it('is one transaction', async () => {
    const appends = Array.from({ length: 100 }, () => plantedAppend(newStream(), 'none'));
    await appendAll(appends);
    const { rows } = await postgres.owner.query(
      'select count(distinct xmin::text)::integer as transactions from facts where stream = any($1)',
      [appends.map(({ stream }) => stream)],
    );
    expect(rows).toEqual([{ transactions: 1 }]);
  });

  it('with a conflict in it fails that append alone', async () => {
    const appends = Array.from({ length: 50 }, (_, place) =>
      plantedAppend(newStream(), place === 20 ? 4 : 'none'),
    );
    const answers = await appendAll(appends);
    expect(answers.map((answer) => answer.status === 'fulfilled' && answer.value.outcome)).toEqual(
      appends.map((_, place) => (place === 20 ? 'conflict' : 'appended')),
    );
  });

  it('with appends that cannot be stored fails those alone, without repeating their content', async () => {
    const wrong = new Map([
      [3, plantedFact({ effectiveDate: asWritten('2024-02-30') })],
      [17, plantedFact({ eventId: 'secret-id' })],
      [18, { ...plantedFact(), metadata: { ...plantedFact().metadata, stampedAt: 'secret' } }],
      [44, plantedFact({ effectiveDate: asWritten('secret') })],
    ]);
    const appends = Array.from({ length: 50 }, (_, place) =>
      plantedAppend(newStream(), 'none', [plantedFact(), wrong.get(place) ?? plantedFact()]),
    );
    const tooLong = plantedAppend(`loan-${randomBytes(4_000).toString('hex')}`, 'none');
    const answers = await appendAll([...appends, tooLong]);
    expect(answers.pop()).toMatchObject({ reason: expect.any(NotStorable) });
    answers.forEach((answer, place) => {
      if (!wrong.has(place)) return expect(answer.status).toBe('fulfilled');
      const reason = answer.status === 'rejected' ? answer.reason : undefined;
      expect(reason).toBeInstanceOf(NotStorable);
      return expect(JSON.stringify([String(reason), reason.cause])).not.toContain('secret');
    });
    const stored = await opened.log.readStreams(appends.map(({ stream }) => ({ stream, from: 0 })));
    expect(stored).toEqual(appends.map((append, place) => (wrong.has(place) ? [] : asStored(append, 0))));
  });

  it('fails on a full disk, and appends succeed again when there is room', async () => {
    await postgres.owner.query(`
      create function no_room() returns trigger language plpgsql as $$
        begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$;
      create trigger no_room before insert on facts for each statement execute function no_room()`);
    const appends = Array.from({ length: 5 }, () => plantedAppend(newStream(), 'none'));
    for (const answer of await appendAll(appends))
      expect(answer).toMatchObject({ status: 'rejected', reason: expect.any(StorageFull) });
    await postgres.owner.query('drop trigger no_room on facts');
    const [first] = appends;
    expect(await collected(opened.log.readStream({ stream: first?.stream ?? '' }))).toEqual([]);
    for (const answer of await appendAll(appends)) expect(answer.status).toBe('fulfilled');
  });

  it('is not retried for ever after another error', async () => {
    await postgres.owner.query('alter function append_expected_fact rename to append_elsewhere');
    const another = postgres.openLog();
    await expect(another.log.append(plantedAppend(newStream(), 'none'))).rejects.toThrow('does not exist');
    await postgres.owner.query('alter function append_elsewhere rename to append_expected_fact');
    await another.close();
  });
});

describe('appending over a connection that fails', () => {
  it('survives the end of its backend in the middle of 2,000 appends, each stored once', async () => {
    const appends = Array.from({ length: 2_000 }, () => plantedAppend(newStream(), 'none', plantedFacts(2)));
    const head = await opened.sequence.headSeq();
    const answers = Promise.all(
      appends.map(async (append, place) => {
        // In waves, so that many groups are under way while backends end.
        await new Promise((done) => setTimeout(done, Math.floor(place / 50) * 10));
        return opened.log.append(append);
      }),
    );
    for (let kill = 0; kill < 6; kill += 1) {
      await new Promise((done) => setTimeout(done, 40));
      await postgres.terminate('spec appender');
    }
    expect(new Set((await answers).map(({ outcome }) => outcome))).toEqual(new Set(['appended']));
    const facts = await opened.sequence.readAfter(head, 10_000);
    const ids = appends.flatMap((append) => append.facts.map(({ eventId }) => eventId));
    expect(facts).toHaveLength(4_000);
    expect(new Set(facts.map(({ eventId }) => eventId))).toEqual(new Set(ids));
    expect(facts.map(({ seq }) => seq)).toEqual(facts.map((_, place) => head + place + 1));
    await opened.log.append(plantedAppend(newStream(), 'none'));
    expect(await postgres.connections('spec appender')).toBe(1);
  });

  it('repeats what was written but never answered, and stores it once', async () => {
    const proxy = await faultProxy(postgres.appUrl);
    const through = postgres.openLog({ url: proxy.url });
    await through.log.append(plantedAppend(newStream(), 'none'));
    for (let round = 0; round < 5; round += 1) {
      const append = plantedAppend(newStream(), 'none', plantedFacts(3));
      proxy.loseAnswers();
      const answer = through.log.append(append);
      const stored = async (): Promise<number> =>
        (await collected(opened.log.readStream({ stream: append.stream }))).length;
      while ((await stored()) === 0) await new Promise((done) => setTimeout(done, 5));
      proxy.cut();
      expect(await answer).toMatchObject({ outcome: 'appended', firstRevision: 0, lastRevision: 2 });
      expect(await stored()).toBe(3);
    }
    await through.close();
    await proxy.close();
  });

  it('ends as unknown at the deadline, and the repetition settles it', async () => {
    const proxy = await faultProxy(postgres.appUrl);
    const through = postgres.openLog({ url: proxy.url, deadlineMs: 2_000 });
    await through.log.append(plantedAppend(newStream(), 'none'));
    proxy.freeze();
    const appends = Array.from({ length: 40 }, () => plantedAppend(newStream(), 'none'));
    const from = performance.now();
    const first = through.log.append(appends[0] ?? plantedAppend(newStream(), 'none'));
    first.catch(() => undefined);
    await new Promise((done) => setTimeout(done, 100));
    const answers = await Promise.allSettled([
      first,
      ...appends.slice(1).map((append) => through.log.append(append)),
    ]);
    const tookMs = performance.now() - from;
    expect(tookMs).toBeGreaterThan(1_950);
    expect(tookMs).toBeLessThan(10_000);
    for (const answer of answers) expect(answer).toMatchObject({ reason: expect.any(OutcomeUnknown) });
    proxy.thaw();
    for (const answer of await appendAll(appends)) expect(answer.status).toBe('fulfilled');
    const stored = await opened.log.readStreams(appends.map(({ stream }) => ({ stream, from: 0 })));
    expect(stored).toEqual(appends.map((append) => asStored(append, 0)));
    await through.close();
    await proxy.close();
  });

  it('outlasts a server that is silent for less than the deadline', async () => {
    const proxy = await faultProxy(postgres.appUrl);
    const through = postgres.openLog({ url: proxy.url, deadlineMs: 4_000 });
    await through.log.append(plantedAppend(newStream(), 'none'));
    proxy.freeze();
    const append = plantedAppend(newStream(), 'none');
    const answer = through.log.append(append);
    await new Promise((done) => setTimeout(done, 2_500));
    proxy.thaw();
    expect(await answer).toMatchObject({ outcome: 'appended' });
    expect(await collected(opened.log.readStream({ stream: append.stream }))).toEqual(asStored(append, 0));
    await through.close();
    await proxy.close();
  });

  it('reports reads as unavailable', async () => {
    const proxy = await faultProxy(postgres.appUrl);
    const through = postgres.openLog({ url: proxy.url });
    await proxy.close();
    await expect(collected(through.log.readStream({ stream: newStream() }))).rejects.toThrow(LogUnavailable);
    await expect(through.index.findMany([])).rejects.toThrow(LogUnavailable);
    await expect(collected(through.log.readAll(null))).rejects.toThrow(LogUnavailable);
    await through.close();
  });
});

describe('a log that is closed', () => {
  it('finishes accepted appends, and refuses further ones', async () => {
    const closing = postgres.openLog();
    const appends = Array.from({ length: 1_200 }, () => plantedAppend(newStream(), 'none'));
    const answers = appendAll(appends, closing);
    await closing.close();
    expect((await answers).filter(({ status }) => status === 'fulfilled')).toHaveLength(1_200);
    await expect(closing.log.append(plantedAppend(newStream(), 'none'))).rejects.toThrow(LogUnavailable);
  });
});
