import { describe, expect, it } from '@jest/globals';
import type { RegistryClient } from '../../xudai/registry.client.js';
import { differencesFrom, type ExpectedYear } from './compared.client.js';

describe('a year held against what it comes to', () => {
  const year: ExpectedYear = {
    recorded: 3,
    effectiveAsOf: '2024-12-31',
    measures: { 'renewal-volume': '500.00', 'technology-balance-growth': '0.1000' },
    institutions: [
      { code: 'A', measures: { 'renewal-volume': '500.00' } },
      { code: 'B', measures: { 'renewal-volume': '0.00' } },
    ],
  };
  const registryThatShows = (ofA: string, growth: string): RegistryClient =>
    ({
      get: (path: string) =>
        Promise.resolve(
          path.startsWith('/v1/measures')
            ? { total: '500.00', cells: [{ keys: { institution: 'A' }, quantity: ofA }] }
            : {
                targets: [
                  { code: 'SH24-RENEW', measure: 'renewal-volume', actual: '500.00' },
                  { code: 'SH24-TECH', measure: 'technology-balance-growth', actual: growth },
                ],
              },
        ),
    }) as unknown as RegistryClient;

  it('differs in nothing where every figure is the same; a cell that is not there is zero', async () => {
    expect(await differencesFrom(year, registryThatShows('500.00', '0.1000'), [{ recorded: 3 }])).toEqual([]);
  });

  it('names each figure that is another', async () => {
    const submissions = [{ recorded: 1 }, { recorded: 1 }];
    expect(await differencesFrom(year, registryThatShows('499.99', '0.1001'), submissions)).toEqual([
      'reports recorded: 2, expected 3',
      'renewal-volume of A: 499.99, expected 500.00',
      'SH24-TECH: 0.1001, expected 0.1000',
    ]);
  });
});
