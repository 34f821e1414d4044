import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoYear } from './demo-files.file.js';

interface Sent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly data: { readonly effectiveDate: string; readonly borrower?: { readonly id: string } };
}

describe('the year of the demo that is under way', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-under-way-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const made = (name: string, today: string) =>
    demoYear(path.join(folder, name), { scale: 0.001, today }, () => undefined);
  const textsOf = ({ files }: ReturnType<typeof made>) =>
    [...files].map(([institution, file]) => [institution, readFileSync(file, 'utf8')] as const);
  const sentIn = (year: ReturnType<typeof made>): readonly Sent[] =>
    textsOf(year).flatMap(([, text]) =>
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Sent),
    );

  let year: ReturnType<typeof made>;
  let sent: readonly Sent[];
  const isLater = ({ subject }: Sent): boolean => subject.startsWith('2026-');
  beforeAll(() => {
    year = made('first', '2026-11-29');
    sent = sentIn(year);
  });

  it('has come as far as the day before', () => {
    const days = sent.filter(isLater).map(({ data }) => data.effectiveDate);
    expect(days.toSorted().at(-1)).toBe('2026-11-27');
    const withinYear = days.filter((day) => day.startsWith('2026-'));
    expect(days.every((day) => day >= '2025-01-01')).toBe(true);
    expect(withinYear.length).toBeGreaterThan(300);
    expect(new Set(withinYear.map((day) => day.slice(5, 7))).size).toBe(11);
    const weekends = withinYear.filter((day) => [0, 6].includes(new Date(day).getUTCDay()));
    expect(weekends.length / withinYear.length).toBeLessThan(0.1);
  });

  it('has ids and borrowers of its own', () => {
    expect(new Set(sent.map(({ source, id }) => `${source} ${id}`)).size).toBe(sent.length);
    const borrowers = (isOfIt: boolean) =>
      new Set(sent.flatMap((each) => (isLater(each) === isOfIt ? (each.data.borrower?.id ?? []) : [])));
    const before = borrowers(false);
    expect([...borrowers(true)].filter((id) => before.has(id))).toEqual([]);
  });

  it('begins without opening positions, and leaves the year before as it was', () => {
    expect(sent.filter((each) => isLater(each) && each.type === 'xudai.loan.opened.v1')).toEqual([]);
    expect(sent.filter((each) => !isLater(each)).every(({ data }) => data.effectiveDate < '2025')).toBe(true);
  });

  it('is the same when it is made anew for the same day, and stays as it was made on a later one', () => {
    const texts = textsOf(year);
    expect(textsOf(made('again', '2026-11-29'))).toEqual(texts);
    expect(textsOf(made('first', '2026-12-15'))).toEqual(texts);
    expect(textsOf(made('later', '2026-12-15'))).not.toEqual(texts);
  });

  it('has a calendar, relief programmes and targets of what is added up, each in its year', () => {
    const paths = (requests: typeof year.requests) => requests.map((request) => request.path);
    expect(paths(year.requests)).toEqual(
      expect.arrayContaining(['/v1/calendars/CN/2026', '/v1/bailout/programmes/RELIEF-2026']),
    );
    expect(paths(year.definitions)).toEqual([
      '/v1/programmes/SH26',
      ...['RENEW', 'FTB', 'BAIL', 'CHAIN'].map((code) => `/v1/programmes/SH26/targets/SH26-${code}`),
    ]);
    const ofIt = year.requests.slice(paths(year.requests).indexOf('/v1/calendars/CN/2026'));
    expect(JSON.stringify([...ofIt, ...year.definitions])).not.toMatch(/"2024-|-2024"/);
  });
});
