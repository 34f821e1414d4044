import { describe, expect, it } from '@jest/globals';
import {
  isProblemWord,
  problem,
  problemCures,
  type ProblemWord,
  problemWords,
  refusalProblem,
} from './index.js';

describe('a problem that is no rule', () => {
  it.each<[ProblemWord, number]>([
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['method-not-allowed', 405],
    ['timeout', 408],
    ['conflict', 409],
    ['too-large', 413],
    ['unsupported-media-type', 415],
    ['invalid-request', 400],
    ['unprocessable', 422],
    ['too-many-requests', 429],
    ['internal', 500],
    ['not-built', 501],
    ['unavailable', 503],
    ['not-yet-projected', 504],
    ['storage-full', 507],
  ])('%s is %i', (word, status) => {
    expect(problem(word)).toEqual({ type: `/problems/${word}`, title: problemWords[word].en, status });
    expect(problemWords[word].zh).toMatch(/\p{Script=Han}/u);
    expect(isProblemWord(word)).toBe(true);
  });

  it('has a cause and a cure in both languages', () => {
    for (const { cause, cure } of Object.values(problemCures))
      for (const { en, zh } of [cause, cure]) {
        expect(en).toMatch(/^[A-Z].{20,}\.$/);
        expect(zh).toMatch(/\p{Script=Han}.{8,}。$/u);
      }
    expect(Object.keys(problemCures).toSorted()).toEqual(Object.keys(problemWords).toSorted());
  });

  it('there is no other', () => {
    expect(Object.keys(problemWords)).toHaveLength(16);
    for (const word of ['', 'toString', 'RNW-R02']) expect(isProblemWord(word)).toBe(false);
  });

  it('carries what more there is to say', () => {
    expect(problem('unavailable', { outcome: 'unknown', retryable: true })).toMatchObject({
      status: 503,
      outcome: 'unknown',
      retryable: true,
    });
  });
});

describe('a refusal', () => {
  const first = { pointer: '/data/renewedAmount', rule: 'RNW-R02', message: 'too much' } as const;

  it('is named after the first of its errors', () => {
    expect(refusalProblem([first])).toEqual({
      type: '/problems/RNW-R02',
      title: 'Renewed amount exceeds the outstanding principal or is not above zero',
      status: 422,
      rule: 'RNW-R02',
      detail: 'too much',
      outcome: 'not-recorded',
      retryable: false,
      errors: [first],
    });
  });

  it('lists all of them, with the status of the first', () => {
    const errors = [
      { pointer: '/source', rule: 'IDN-R03', message: 'a' },
      { pointer: '', rule: 'IDN-R04', message: 'b' },
    ] as const;
    expect(refusalProblem([...errors])).toMatchObject({ status: 403, rule: 'IDN-R03', errors });
  });

  it('says whether it may pass later', () => {
    expect(refusalProblem([first], { retryable: true }).retryable).toBe(true);
  });
});

it('a title that does not say what to do never stands alone', () => {
  // @ts-expect-error of a conflict it is told what exists otherwise
  expect(problem('conflict').detail).toBeUndefined();
  // @ts-expect-error of a request that is not understood it is told what is not
  expect(problem('invalid-request', { outcome: 'not-recorded' }).detail).toBeUndefined();
  expect(problem('too-large', { detail: 'at most so much' }).detail).toBe('at most so much');
});
