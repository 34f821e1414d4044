import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { createPool } from '#database';
import { type OpenLog, openPostgresLog } from '#event-log';
import { MalformedCursor } from '#keyset';
import { follow } from '#projections';
import { expectPlantedRowsFound, testDatabase } from '#testing';
import {
  InstitutionHandler,
  InstitutionQuery,
  InstitutionsHandler,
  InstitutionsQuery,
  KeyHandler,
  KeyQuery,
  KeysHandler,
  KeysQuery,
  touchKey,
  UsccHandler,
  UsccQuery,
  UsccsHandler,
  UsccsQuery,
} from './register.query.js';
import { registerBookChecker } from './register-book.checker.js';
import { registerBookProjection } from './register-book.projection.js';
import {
  amended,
  bankA,
  bankB,
  keyIssued,
  keyRevoked,
  type Planted,
  registered,
  reinstated,
  suspended,
  usccAccepted,
} from './testing/register-facts.js';

let database: Awaited<ReturnType<typeof testDatabase>>;
let pool: pg.Pool;
let log: OpenLog;

const appended = async (...given: readonly Planted[]): Promise<void> => {
  const revisions = new Map<string, number>();
  for (const { stream, fact } of given) {
    const revision = revisions.get(stream);
    await log.log.append({ stream, expectedRevision: revision ?? 'none', facts: [fact] });
    revisions.set(stream, (revision ?? -1) + 1);
  }
};

/** Follows until everything recorded is in the book. */
const brought = async (): Promise<void> => {
  const ending = new AbortController();
  const ended = follow({
    projection: registerBookProjection,
    pool,
    facts: log.sequence,
    signal: ending.signal,
    onSetback: (error) => expect(error).toBeUndefined(),
  });
  const head = await log.sequence.headSeq();
  for (let seq: number | undefined = -1; seq !== head;)
    ({ seq } = (await pool.query<{ seq: number }>('select seq from projection_checkpoints')).rows[0] ?? {
      seq,
    });
  ending.abort();
  expect(await ended).toEqual({ outcome: 'stopped' });
};

beforeAll(async () => {
  database = await testDatabase();
  pool = createPool(database.appUrl, { max: 4, applicationName: 'register book spec' });
  log = openPostgresLog({ pool, onSetback: (error) => expect(error).toBeUndefined() });
  await appended(
    registered(bankB),
    registered(bankA),
    suspended(bankB, 'late'),
    amended(bankA, { kind: 'INSURER', lei: '300300C1030935001303' }),
    suspended(bankA, 'late'),
    reinstated(bankA),
    keyIssued('bbbb'),
    keyIssued('aaaa', { role: 'admin', institution: null }),
    keyRevoked('bbbb'),
    usccAccepted('913100001322602501', 'issued so'),
    usccAccepted('913100001322602500', 'issued so'),
    usccAccepted('913100001322602501', 'by letter'),
  );
  await brought();
});
afterAll(async () => {
  await log.close();
  await pool.end();
  await database.drop();
});

describe('institutions', () => {
  const institution = (code: string) => new InstitutionHandler(pool).execute(new InstitutionQuery(code));
  const institutions = (cursor?: string) =>
    new InstitutionsHandler(pool).execute(
      new InstitutionsQuery({ limit: 1, ...(cursor === undefined ? {} : { cursor }) }),
    );

  it('one by one', async () => {
    expect(await institution(bankB)).toMatchObject({
      code: bankB,
      suspended: { since: '2024-06-30T00:00:00.000Z', reason: 'late' },
    });
    expect(await institution('C1010411000016')).toBeNull();
    expect(await institution('\0')).toBeNull();
  });

  it('in pages', async () => {
    const first = await institutions();
    expect(first.items.map(({ code }) => code)).toEqual([bankA]);
    const second = await institutions(first.next ?? '');
    expect(second.items.map(({ code }) => code)).toEqual([bankB]);
    expect(second.next).toBeNull();
    await expect(institutions('nonsense')).rejects.toThrow(MalformedCursor);
  });
});

describe('keys', () => {
  const key = (id: string) => new KeyHandler(pool).execute(new KeyQuery(id));

  it('one by one', async () => {
    expect(await key('bbbb')).toEqual({
      id: 'bbbb',
      role: 'bank',
      institution: bankA,
      label: 'gateway',
      createdAt: '2024-06-30T00:00:00.000Z',
      expiresAt: null,
      revokedAt: '2024-06-30T00:00:00.000Z',
      lastUsedAt: null,
    });
    expect(await key('cccc')).toBeNull();
  });

  it('in pages', async () => {
    const keys = await new KeysHandler(pool).execute(new KeysQuery({ limit: 2 }));
    expect(keys.items.map(({ id, role }) => [id, role])).toEqual([
      ['aaaa', 'admin'],
      ['bbbb', 'bank'],
    ]);
    expect(keys.next).toBeNull();
  });

  it('keep the latest instant of use', async () => {
    await touchKey(pool, 'aaaa', '2024-07-01T10:00:00.123Z');
    await touchKey(pool, 'aaaa', '2024-07-01T09:00:00.000Z');
    expect((await key('aaaa'))?.lastUsedAt).toBe('2024-07-01T10:00:00.123Z');
  });
});

describe('accepted USCCs', () => {
  const usccs = (asked: ConstructorParameters<typeof UsccsQuery>[0]) =>
    new UsccsHandler(pool).execute(new UsccsQuery(asked));

  it('in pages, each with the last reason and its fact', async () => {
    const first = await usccs({ limit: 1 });
    expect(first.items).toEqual([{ code: '913100001322602500', reason: 'issued so', seq: 11 }]);
    const second = await usccs({ limit: 1, cursor: first.next ?? '' });
    expect(second).toEqual({
      items: [{ code: '913100001322602501', reason: 'by letter', seq: 12 }],
      next: null,
    });
  });

  it('one by one, as of a seq', async () => {
    const asOf = (code: string, seq: number) => new UsccHandler(pool).execute(new UsccQuery(code, seq));
    expect(await asOf('913100001322602501', 12)).toMatchObject({ reason: 'by letter', seq: 12 });
    expect((await asOf('913100001322602501', 11))?.reason).not.toBe('by letter');
    expect(await asOf('91310000132260250X', 12)).toBeNull();
  });
});

describe('the checker of the register book', () => {
  it.each([
    ['institution_page', 'code'],
    ['key_page', 'key_id'],
    ['uscc_page', 'code'],
  ])('finds a wrong, a missing and a surplus row of %s', async (table, keyColumn) => {
    const client = await pool.connect();
    try {
      await expectPlantedRowsFound(registerBookChecker, client, table, keyColumn);
    } finally {
      client.release();
    }
  });
});
