import { describe, expect, it } from '@jest/globals';
import { AnotherStore, IndexBehind, LogUnavailable, OutcomeUnknown } from '#event-log';
import { problem } from '#problem-details';
import { failedOn } from './problem-answer.js';
import { failureProblem } from './problem-filter.server.js';
import type { RouteDeclaration } from './route-declaration.js';

const unreachable = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
const intake: RouteDeclaration = {
  operationId: 'a',
  summary: { en: 'A route', zh: '路由' },
  access: ['bank'],
  intake: true,
  answers: {},
};
const list: RouteDeclaration = {
  operationId: 'a',
  summary: { en: 'A route', zh: '路由' },
  access: ['bank'],
  answers: {},
};

describe('what cannot be answered now', () => {
  it.each([
    [new LogUnavailable({ cause: unreachable }), 'The log does not answer now.'],
    [
      new AnotherStore(),
      'The event store is another one, or an older copy of the one whose facts are known here.',
    ],
    [new IndexBehind(), 'What was recorded before this registry started is not in order yet.'],
    [unreachable, 'The database does not answer now.'],
    [
      Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' }),
      'This takes longer to read than is waited for. Ask for less at once.',
    ],
  ])('by %s says its cause in one sentence', (error, detail) => {
    expect(failureProblem(error)).toEqual(
      problem('unavailable', { detail, outcome: 'not-recorded', retryable: true }),
    );
  });

  it('is unknown where an append may have been stored, and the stream is not named', () => {
    const answer = failureProblem(new OutcomeUnknown('loan-9'));
    expect(answer).toMatchObject({
      status: 503,
      outcome: 'unknown',
      detail: expect.stringContaining('again'),
    });
    expect(JSON.stringify(answer)).not.toContain('loan-9');
  });
});

describe('an outcome', () => {
  const failure = problem('unavailable', { outcome: 'unknown', retryable: true });

  it('is given on intake, even for failures before a report is read', () => {
    expect(failedOn(failure, intake)).toEqual(failure);
    expect(failedOn(problem('unavailable'), intake).outcome).toBe('not-recorded');
  });

  it('is given nowhere else', () => {
    for (const declaration of [list, undefined])
      expect(failedOn(failure, declaration)).toEqual(problem('unavailable', { retryable: true }));
  });
});
