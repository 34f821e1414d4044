import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { reportTypes } from '#reports';
import { changeChains } from '../support/rule-cases/change-chains.js';
import { loanChains } from '../support/rule-cases/loan-chains.js';
import { storiesOf } from '../support/rule-cases/mending.js';
import { otherChains } from '../support/rule-cases/other-chains.js';
import { type Reporting, reporting } from '../support/rule-cases/reporting.js';

/*
 * Of several broken rules the first of the table is named. One report of each type breaks all the rules it can; mended rule by
 * rule in the order of 2.4 it is refused by the next each time, until it is recorded.
 */

const chains = [...loanChains, ...otherChains, ...changeChains];

describe('a report that breaks many rules at once', () => {
  let setup: Reporting;

  beforeAll(async () => {
    setup = await reporting();
  });

  afterAll(() => setup.registry.close());

  it('is tried of every type', () => {
    expect(chains.map(({ type }) => type)).toEqual(reportTypes);
  });

  it.each(chains.map((chain) => [chain.type, chain] as const))('%s', async (type, chain) => {
    const named: (string | null)[] = [];
    const stories = storiesOf(chain);
    for (const [no, [, story]] of stories.entries()) {
      const { body } = await setup.tell(story, `${type}-${no}`);
      named.push(body.outcome === 'recorded' ? null : body.rule);
    }
    expect(named).toEqual(stories.map(([rule]) => rule));
  });
});
