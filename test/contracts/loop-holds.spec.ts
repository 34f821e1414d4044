import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing';
import { bankWithKey, issuedKey } from '../support/asking.js';
import { type LoopHolds, longestHoldMs, loopHolds, plantHold } from '../support/loop-holds.js';
import { projectorProcess, registryProcess, type RunningProcess } from '../support/processes.js';
import { issuedLoan, renewedLoan, reportOf } from '../support/reports.js';
import { administratorsKey, cloudEventBatch } from '../support/running-registry.js';

/*
 * No request holds the event loop of the program as it runs, however much it sends or asks for. What is measured is processor time of
 * the main thread, so that a machine that runs something else beside it changes nothing.
 */

const bank = 'C1010211000012';

/** Reports of 60 KiB. */
const long = 'x'.repeat(60_000);

const many = <Item>(count: number, item: (no: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, no) => item(no));

const good = (name: string, count = 1_000): readonly object[] =>
  many(count, (no) => issuedLoan(bank, `${name}-${no}`, no));

const withText = (name: string, text: string): readonly object[] =>
  good(name, 32).map((report) => ({ ...report, note: text }));

/** Digits in rows of 18 that look like a person's number as long as their check character is not looked at. */
const candidates = many(3_300, (no) => `11010519491231${String(no % 1_000).padStart(3, '0')}1`).join('.');
const inParts = many(2_900, (no) => `110105-19491231-${String(no % 1_000).padStart(3, '0')}1`).join('.');
const inOtherDigits = '１１０１０５１９４９１２３１００２１.'.repeat(1_100);
/** No character of it was seen before. */
const manyCharacters = String.fromCodePoint(...many(15_000, (no) => 0x20000 + no));

describe('the event loop', () => {
  let database: TestDatabase;
  let registry: RunningProcess;
  let projector: RunningProcess;
  let holds: LoopHolds;
  let key: string;
  let auditor: string;
  let position: string;

  const asked = async (path: string, body?: string, as = key): Promise<{ status: number; text: string }> => {
    const answer = await fetch(registry.base + path, {
      ...(body === undefined ? {} : { method: 'POST', body }),
      headers: {
        authorization: `Bearer ${as}`,
        ...(body === undefined ? { 'await-position': position } : { 'content-type': cloudEventBatch }),
      },
    });
    return { status: answer.status, text: await answer.text() };
  };

  /** All of them are recorded. */
  const recorded = async (reports: readonly object[]): Promise<void> => {
    const { status, text } = await asked('/v1/events', JSON.stringify(reports));
    const answer = JSON.parse(text) as { results: readonly { status: number }[]; position: string };
    expect([status, new Set(answer.results.map((result) => result.status))]).toEqual([200, new Set([201])]);
    position = answer.position;
  };

  const expectShort = async (status: number, request: () => Promise<{ status: number }>): Promise<void> => {
    const from = Date.now();
    expect((await request()).status).toBe(status);
    expect(await holds.longestSince(registry.base, from)).toBeLessThan(longestHoldMs);
  };

  beforeAll(async () => {
    [database, holds] = await Promise.all([testDatabase(), loopHolds()]);
    registry = await registryProcess(
      database.appUrl,
      { XUDAI_BOOTSTRAP_KEY: administratorsKey, ...holds.env },
      holds.options,
    );
    projector = projectorProcess(database.appUrl);
    key = await bankWithKey(registry.base, bank);
    auditor = await issuedKey(registry.base, { role: 'auditor' });
  });

  afterAll(async () => {
    await Promise.all([registry.kill('SIGTERM'), projector.kill('SIGTERM')]);
    await database.drop();
    await holds.remove();
  });

  it('that is held is seen to be', async () => {
    const from = Date.now();
    plantHold(registry.pid);
    // The signal is no request, and may come after one.
    while ((await holds.longestSince(registry.base, from)) <= longestHoldMs)
      await new Promise((later) => setTimeout(later, 100));
  });

  describe('is not held by a body', () => {
    it.each<readonly [string, string, () => string, number]>([
      ['1,000 good reports', '', () => JSON.stringify(good('GOOD')), 200],
      ['the same again', '', () => JSON.stringify(good('GOOD')), 200],
      ['a dry run of 1,000', '?dryRun=true', () => JSON.stringify(good('DRY')), 200],
      [
        '1,000 that no schema takes',
        '',
        () =>
          JSON.stringify(good('BAD').map((report) => ({ ...report, data: { tags: Array(250).fill(1) } }))),
        200,
      ],
      ['one text of 2 MB', '', () => `["${'x'.repeat(2_090_000)}"]`, 200],
      ['one text of 2 MB of others', '', () => `["${'贷'.repeat(690_000)}"]`, 200],
      ['one text of 2 MB of escapes', '', () => `["${String.raw`\u8d37`.repeat(345_000)}"]`, 200],
      ['2 MB of nothing', '', () => `[${' '.repeat(2_090_000)}]`, 400],
      ['a number of 2 MB', '', () => `[${'1'.repeat(2_090_000)}]`, 400],
      ['a million numbers in one', '', () => `[[${'1,'.repeat(1_040_000)}1]]`, 200],
      ['candidates for resident numbers', '', () => JSON.stringify(withText('ROW', candidates)), 200],
      ['the same in parts', '', () => JSON.stringify(withText('PART', inParts)), 200],
      ['the same in other digits', '', () => JSON.stringify(withText('OTHER', inOtherDigits)), 200],
      ['characters never seen before', '', () => JSON.stringify(withText('CHAR', manyCharacters)), 200],
    ])('of %s', async (_, query, body, status) => {
      const text = body();
      await expectShort(status, () => asked(`/v1/events${query}`, text));
    });
  });

  describe('is not held by an answer', () => {
    beforeAll(async () => {
      const reclassified = (no: number): object => ({
        ...reportOf(bank, `classify-${no}`, 'loan.reclassified', 'LONG', {
          effectiveDate: '2024-02-01',
          classification: no % 2 === 0 ? 'SPECIAL_MENTION' : 'NORMAL',
          overduePrincipal: '0.00',
          overdueInterest: '0.00',
        }),
        note: long,
      });
      const renewed = (no: number): object =>
        renewedLoan(bank, 'LEGS', no + 1, {
          newMaturityDate: new Date(Date.UTC(2025, 0, no + 1)).toISOString().slice(0, 10),
        });
      await recorded([issuedLoan(bank, 'LONG', 1), issuedLoan(bank, 'LEGS', 2), ...many(500, renewed)]);
      for (let from = 0; from < 240; from += 30) await recorded(many(30, (no) => reclassified(from + no)));
    });

    /** The number of items on each page. */
    const pagesOf = async (path: string): Promise<readonly number[]> => {
      const pages: number[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const from = Date.now();
        const { status, text } = await asked(`${path}${cursor && `&cursor=${cursor}`}`);
        expect(status).toBe(200);
        expect(await holds.longestSince(registry.base, from)).toBeLessThan(longestHoldMs);
        const page = JSON.parse(text) as { items: readonly unknown[]; next: string | null };
        pages.push(page.items.length);
        cursor = page.next;
      }
      return pages;
    };
    const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

    it('of facts of 60 KB in a history', async () => {
      const pages = await pagesOf(`/v1/loans/${bank}/LONG/history?limit=1000`);
      expect(sum(pages)).toBe(241);
      expect(Math.max(...pages)).toBeLessThan(110);
    });

    it('of a history in which each state has hundreds of legs', async () => {
      const pages = await pagesOf(`/v1/loans/${bank}/LEGS/history?limit=1000`);
      expect(sum(pages)).toBe(501);
      expect(pages.length).toBeGreaterThan(1);
    });

    it.each(['/v1/loans?limit=1000', '/v1/refusals?limit=1000'])('of %s', async (path) => {
      const pages = await pagesOf(path);
      expect(Math.max(...pages)).toBe(1_000);
    });

    it('of all facts', async () => {
      await expectShort(200, () => asked('/v1/facts', undefined, auditor));
    });
  });
});
