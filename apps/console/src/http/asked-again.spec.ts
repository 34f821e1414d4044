import { describe, expect, it } from '@jest/globals';
import { askedEvery, isLasting } from './asked-again.js';
import { RegistryProblem } from './registry.client.js';

const problem = (status: number): RegistryProblem => new RegistryProblem(status, undefined);

describe('a question is asked again', () => {
  it.each([0, 401, 408, 429, 500, 502, 503, 504, 507])('after %d, which may pass', (status) => {
    expect(isLasting(problem(status))).toBe(false);
    expect(askedEvery(5_000)({ state: { error: problem(status) } })).toBe(5_000);
  });

  it.each([400, 403, 404, 409, 422])('not after %d, which stays as it is', (status) => {
    expect(isLasting(problem(status))).toBe(true);
    expect(askedEvery(5_000)({ state: { error: problem(status) } })).toBe(false);
  });

  it('as often as said where it is answered, and never where nothing moves', () => {
    expect(askedEvery(5_000)({ state: { error: null } })).toBe(5_000);
    expect(askedEvery(false)({ state: { error: null } })).toBe(false);
    expect(isLasting(new Error('broken'))).toBe(false);
  });
});
