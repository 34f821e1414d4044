import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DefinitionsInForce } from '#figures';
import { RememberedDefinitions } from './remembered-definitions.js';

const filledIn: DefinitionsInForce = { programmes: [], targets: [], measures: new Map(), calendars: [] };
const measure = {
  code: 'M',
  op: 'COUNT',
  unit: 'COUNT',
  sources: [],
  of: null,
  filter: null,
  distinct: null,
};
const underWay = {
  ...filledIn,
  measures: new Map([
    ['M', { seq: 1, firstSeq: 1, version: 1, computation: 1, complete: false, data: measure }],
  ]),
} as unknown as DefinitionsInForce;

describe('definitions in force', () => {
  let remembered: RememberedDefinitions;
  let reads: number;
  beforeEach(() => {
    remembered = new RememberedDefinitions();
    reads = 0;
  });
  const asked = (programme: string, name: string | null, found = filledIn) =>
    remembered.of(programme, name, () => {
      reads += 1;
      return Promise.resolve(found);
    });

  it('are read once for a programme and a name', async () => {
    const first = await asked('P', '1 7 one');
    expect(await asked('P', '1 7 one')).toBe(first);
    expect(reads).toBe(1);
    await asked('Q', '1 7 one');
    await asked('P', '1 7 another');
    expect(reads).toBe(3);
  });

  it('are read each time without a name', async () => {
    await asked('P', null);
    await asked('P', null);
    expect(reads).toBe(2);
  });

  it('are read again until all is filled in', async () => {
    expect(await asked('P', '1 7 one', underWay)).toBe(underWay);
    expect(await asked('P', '1 7 one')).toBe(filledIn);
    expect(await asked('P', '1 7 one', underWay)).toBe(filledIn);
    expect(reads).toBe(2);
  });

  it('are read again after an error', async () => {
    await expect(remembered.of('P', '1 7 one', () => Promise.reject(new Error('away')))).rejects.toThrow(
      'away',
    );
    expect(await asked('P', '1 7 one')).toBe(filledIn);
  });
});
