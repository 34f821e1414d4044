import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Submission, SubmissionReceipt, SubmissionRefusal } from '#contract';
import { mendedLine, type Sent } from '../support/mended-lines.js';
import { bank, books, mistakes, programme } from '../support/mistaken-file.js';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { decided, submit } from '../support/submitting.js';

/* A file of 1,000 lines with 40 mistakes in it is mended with nothing but what the registry answers, until nothing of it is refused. */

const textOf = (report: unknown): string => (typeof report === 'string' ? report : JSON.stringify(report));

/** By line, from 0. */
const byLine = (
  refusals: readonly SubmissionRefusal[],
): ReadonlyMap<number, readonly SubmissionRefusal[]> => {
  const lines = new Map<number, SubmissionRefusal[]>();
  for (const refusal of refusals)
    lines.set(refusal.line - 1, [...(lines.get(refusal.line - 1) ?? []), refusal]);
  return lines;
};

describe('a file of 1,000 lines with 40 mistakes', () => {
  let registry: RunningRegistry;
  let key: string;
  const schemas = new Map<string, Sent>();

  const answered = async (path: string): Promise<string> => (await registry.ask('get', path, { key })).text;

  const sent = async (
    lines: readonly string[],
  ): Promise<{ readonly submission: Submission; readonly refusals: readonly SubmissionRefusal[] }> => {
    const { body } = await submit(registry, { file: lines.map((line) => `${line}\n`).join(''), key });
    const submission = await decided(registry, (body as Submission).id, key, 60_000);
    const refusals = await answered(`/v1/submissions/${submission.id}/refusals`);
    return {
      submission,
      refusals: refusals
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as SubmissionRefusal),
    };
  };

  /** As `/schemas/{type}.json` says. */
  const membersAt = (type: string, path: readonly string[]): readonly string[] => {
    const schema = schemas.get(type) ?? {};
    const found = path.reduce<Sent>((object, step) => {
      const member = (object['properties'] as Record<string, Sent>)[step] ?? {};
      const [, name] = /^#\/\$defs\/(\w+)$/.exec(String(member['$ref'])) ?? [];
      return name === undefined ? member : ((schema['$defs'] as Record<string, Sent>)[name] ?? {});
    }, schema);
    return Object.keys((found['properties'] as Sent | undefined) ?? {});
  };

  beforeAll(async () => {
    registry = await runningRegistry();
    key = await registry.bank(bank);
    const answer = await registry.ask('put', `/v1/bailout/programmes/${programme}`, {
      key: await registry.keyFor('supervisor'),
      body: { name: { zh: '纾困', en: 'Relief' }, from: '2024-01-01', to: '2024-12-31' },
    });
    expect(answer.status).toBe(201);
    for (const type of new Set(books.map((report) => String(report['type']))))
      schemas.set(type, JSON.parse(await answered(`/schemas/${type}.json`)) as Sent);
  });
  afterAll(() => registry.close());

  it('is mended until all of it is recorded, as it is in the books', async () => {
    expect([books.length, mistakes.length]).toEqual([1_000, 40]);
    const wrong = new Map(mistakes.map(([line, , mistake]) => [line, mistake]));
    let lines = books.map((report, line) => textOf(wrong.get(line)?.(report) ?? report));
    let { submission, refusals } = await sent(lines);
    const told = byLine(refusals);
    for (const [line, rule] of mistakes) expect([line, told.get(line)?.[0]?.rule]).toEqual([line, rule]);

    const { items } = JSON.parse(await answered('/v1/bailout/programmes')) as {
      readonly items: readonly { readonly code: string }[];
    };
    const programmes = items.map(({ code }) => code);
    let rounds = 1;
    let before: ReadonlyMap<number, unknown> = new Map();
    for (; refusals.length > 0 && rounds < 5; rounds += 1) {
      const now = byLine(refusals);
      lines = lines.map((line, no) => {
        const mending = { books: books[no] ?? {}, membersAt, programmes, isAgain: before.has(no) };
        return mendedLine(line, now.get(no) ?? [], mending);
      });
      before = now;
      ({ submission, refusals } = await sent(lines));
    }
    expect(refusals).toEqual([]);
    expect(rounds).toBeLessThanOrEqual(3);
    expect(submission).toMatchObject({ reports: 1_000, refused: 0 });
    const receipt = JSON.parse(
      await answered(`/v1/submissions/${submission.id}/receipt`),
    ) as SubmissionReceipt;
    expect(
      receipt.totals.map(({ type, recorded, repeated, sum }) => [type, recorded + repeated, sum]),
    ).toEqual(
      expect.arrayContaining([
        ['xudai.loan.issued.v1', 400, '400000000.00'],
        ['xudai.loan.repaid.v1', 400, '40000000.00'],
        ['xudai.loan.renewed.v1', 100, '90000000.00'],
        ['xudai.bailout.disbursed.v1', 100, '50000000.00'],
      ]),
    );
  });
});
