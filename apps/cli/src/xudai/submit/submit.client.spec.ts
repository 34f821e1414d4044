import { expect, it } from '@jest/globals';
import { submittedLines, summed } from './submit.client.js';

const counts = { reports: 10, recorded: 7, repeated: 1, refused: 2, byRule: { 'REP-R01': 2 } };
const other = { reports: 5, recorded: 1, repeated: 0, refused: 4, byRule: { 'REP-R01': 1, 'SCH-R01': 3 } };

it('files are added up, rule by rule', () => {
  expect(summed([counts, other])).toEqual({
    reports: 15,
    recorded: 8,
    repeated: 1,
    refused: 6,
    byRule: { 'REP-R01': 3, 'SCH-R01': 3 },
  });
});

it('the rules that refused most come first', () => {
  expect(submittedLines(other, false)).toEqual([
    '5 reports: 1 recorded, 0 recorded before, 4 refused',
    '',
    expect.stringMatching(/^rule     reports  what to do$/),
    expect.stringMatching(/^-------  -------  -+$/),
    expect.stringMatching(/^SCH-R01        3  See which place .*under the same id\.$/),
    expect.stringMatching(/^REP-R01        1  \S.*/),
  ]);
});

it('one report is one', () => {
  expect(submittedLines({ reports: 1, recorded: 1, repeated: 0, refused: 0, byRule: {} }, false)).toEqual([
    '1 report: 1 recorded, 0 recorded before, 0 refused',
  ]);
});

it('of a dry run it is said what would be', () => {
  expect(submittedLines({ ...counts, byRule: {} }, true)).toEqual([
    '10 reports: would be 7 recorded, 1 recorded before, 2 refused',
  ]);
});
