import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type AnswerOf, listOf } from './answer.js';

const named = z
  .strictObject({ id: z.string(), tags: z.array(z.string()).nullable() })
  .meta({ id: 'Planted' });

describe('a shape', () => {
  it('gives a type that is read and not written, however deep', () => {
    const answer: AnswerOf<typeof named> = { id: 'a', tags: ['b'] };
    const write = (): void => {
      // @ts-expect-error -- a member
      answer.id = 'c';
      // @ts-expect-error -- an item of a list that may be null
      answer.tags?.push('d');
    };
    expect(typeof write).toBe('function');
  });

  it('of a list is named after what it lists, which has a name', () => {
    const list = listOf(named);
    expect(z.globalRegistry.get(list)?.id).toBe('PlantedList');
    expect(Object.keys(list.shape)).toEqual(['basis', 'items', 'next']);
    expect(() => listOf(z.string())).toThrow('no name');
  });
});
