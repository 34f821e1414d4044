import { describe, expect, it } from '@jest/globals';
import { asInstitutionCode } from '#identifiers';
import { problem } from '#problem-details';
import { exampleReport } from '#testing';
import type { Chunk } from './spool-chunks.js';
import { keptReports, withoutResidentNumbers } from './withheld-lines.js';

const institution = asInstitutionCode('C1010211000012');
const today = '2024-05-06';
const number = '11010519491231002X';

const report = (more: object = {}): string =>
  JSON.stringify({
    ...(exampleReport('loan.issued') as object),
    source: `/institutions/${institution}`,
    ...more,
  });

const chunk = (text: string, firstLine = 1): Chunk => ({ firstLine, reports: 0, bytes: Buffer.from(text) });

const kept = async (text: string, firstLine = 1) => {
  const { bytes, withheld } = await withoutResidentNumbers(chunk(text, firstLine), { institution, today });
  return { text: bytes.toString(), withheld };
};

describe('what is kept of a file', () => {
  it.each([
    ['in a member', report({ id: `r-${number}` }), { outcome: 'refused', id: null }],
    ['in full width', report({ id: 'r1', subject: '１１０１０５１９４９１２３１００２Ｘ' }), { id: 'r1' }],
    ['in parts', report({ id: 'r1', extra: '110105-19491231-002x' }), { id: 'r1' }],
    ['in escapes', report({ id: 'r1' }).replace('"L1"', String.raw`"\u00311010519491231002X"`), { id: 'r1' }],
    ['after an escape', report({ id: 'r1' }).replace('"L1"', `"\\u0041${number}"`), { id: 'r1' }],
    ['as the name of a member', report({ id: 'r1', [number]: 1 }), { id: 'r1' }],
    [
      'beside other faults',
      report({ id: 'r1', type: 'none', subject: number }),
      { id: 'r1', outcome: 'refused' },
    ],
    ['where nothing can be read', `{"id": "${number}"`, { outcome: 'failed', id: null }],
    [
      'in escapes where nothing can be read',
      String.raw`{"id": "\u00311010519491231002X"`,
      { outcome: 'failed' },
    ],
    [
      'in a line that is too long',
      `{"id":"${number}${' '.repeat(70_000)}"}`,
      { outcome: 'failed', id: null },
    ],
  ])(
    'is nothing of a line with a resident number %s, but what is answered of it',
    async (_, line, answered) => {
      const found = await kept(`${report({ id: 'before' })}\n${line}\n${report({ id: 'after' })}\n`, 7);
      expect(found.text).toBe(`${report({ id: 'before' })}\n\n${report({ id: 'after' })}\n`);
      expect(found.withheld).toMatchObject([[8, answered]]);
      expect(JSON.stringify(found.withheld)).not.toMatch(/19491231|１９４９/);
    },
  );

  it.each([
    report(),
    report({ subject: '1'.repeat(18) }),
    // A lawful USCC that reads like a number.
    report().replace('91310000132260250X', number),
    '{',
    String.raw`{"name": "\u7eed\u8d37"}`,
    '',
  ])('is every other line as it came: %s', async (line) => {
    const text = `${line}\n${line}`;
    expect(await kept(text)).toEqual({ text, withheld: [] });
  });

  it('is given back in the order of the file, with what is known already in its place', async () => {
    const [one, two, three] = [1, 2, 3].map((no) => report({ id: `r${no}` }));
    const lines = [
      report({ id: number }),
      one,
      '',
      report({ id: number }),
      two,
      three,
      report({ id: number }),
    ];
    const stored = await withoutResidentNumbers(chunk(lines.join('\n'), 5), { institution, today });
    const outcome = { outcome: 'failed', id: 'r2', problem: problem('internal') } as const;
    const given = [];
    for await (const each of keptReports(stored, new Map([[9, outcome]])))
      given.push([each.line, each.is === 'json' ? (each.value() as { id: string }).id : each.is]);
    expect(given).toEqual([
      [5, 'answered'],
      [6, 'r1'],
      [8, 'answered'],
      [9, 'answered'],
      [10, 'r3'],
      [11, 'answered'],
    ]);
  });
});
