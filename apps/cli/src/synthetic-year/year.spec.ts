import { beforeAll, describe, expect, it } from '@jest/globals';
import { dateText, dayAt, lastPlace, reportingDays } from './business-days.js';
import { institutions } from './parties.js';
import { sizesOf } from './story.js';
import { Year } from './year.js';

const scale = 0.02;

/** Of scale 1, what was counted and added up, in billions of yuan. */
interface Volume {
  readonly reports: number;
  readonly billions: number;
}

const monthOf = (place: number): number => Number(dateText(dayAt(place)).slice(5, 7));

describe('the synthetic year', () => {
  const found = new Map<string, Volume>();
  const byMonth = new Map<number, number>();
  const byInstitution = new Map<number, number>();
  beforeAll(() => {
    const year = new Year(sizesOf(1, scale));
    for (let place = 0; place <= lastPlace; place += 1)
      for (const { story, step } of year.reportsOf(place)) {
        const { reports, billions } = found.get(step.type) ?? { reports: 0, billions: 0 };
        found.set(step.type, {
          reports: reports + 1 / scale,
          billions: billions + step.amount / scale / 1e11,
        });
        byInstitution.set(story.institution, (byInstitution.get(story.institution) ?? 0) + 1);
        if (step.type === 'loan.issued')
          byMonth.set(monthOf(place), (byMonth.get(monthOf(place)) ?? 0) + step.amount);
      }
  });

  it.each([
    ['loan.opened', 700_000, 1_900],
    ['loan.issued', 419_000, 741],
    ['loan.renewed', 411_000, 1_040],
    ['loan.repaid', 1_100_000, 800],
    ['borrower.first-time-flagged', 21_900, 0],
    ['bailout.disbursed', 148_000, 530],
  ])('has about as many reports of %s as a year has, %i, and %i billion yuan', (type, reports, billions) => {
    const volume = found.get(type);
    expect(Math.abs((volume?.reports ?? 0) / reports - 1)).toBeLessThan(0.04);
    if (billions > 0) expect(Math.abs((volume?.billions ?? 0) / billions - 1)).toBeLessThan(0.06);
  });

  it('is reported on the working days of 2024, after the opening positions', () => {
    expect(reportingDays.map(dateText).slice(0, 3)).toEqual(['2023-12-31', '2024-01-02', '2024-01-03']);
    expect(reportingDays).toHaveLength(252);
    expect(dateText(dayAt(lastPlace))).toBe('2024-12-31');
  });

  it('has strong months and weak ones', () => {
    const total = [...byMonth.values()].reduce((sum, month) => sum + month, 0);
    const share = (month: number): number => (byMonth.get(month) ?? 0) / total;
    expect(share(1)).toBeGreaterThan(0.1);
    expect(share(10)).toBeLessThan(0.08);
  });

  it('is the business of large banks and small ones, each of which reports', () => {
    const counts = [...byInstitution.values()].sort((a, b) => b - a);
    expect(counts).toHaveLength(institutions.length);
    expect((counts[0] ?? 0) / (counts[30] ?? 1)).toBeGreaterThan(10);
  });
});
