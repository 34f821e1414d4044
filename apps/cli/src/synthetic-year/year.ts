import { bailoutStory } from './bailout-stories.js';
import { dateText, dayAt, lastPlace, monthEndPlace, openingDay } from './business-days.js';
import { contestedStory, untidy } from './untidy-stories.js';
import { Draws } from './draws.js';
import { faultKinds, faultStory } from './fault-stories.js';
import { issueStory, openingStory } from './loan-stories.js';
import { type Sizes, percent, type Step, type Story, yuan } from './story.js';
import { bankCount, institutionAt } from './parties.js';

/*
 * All reports of the year, day by day. Of a story only its number is kept, by the days on which something of it is reported: a few bytes
 * for each report. On its days it is reported anew.
 */

/* What institutions report of themselves, as at the ends of quarters: all of it grows to what is said here, at scale 1. */

interface Indicator {
  readonly code: string;
  /** Yuan, or a count. */
  readonly unit: 'CNY' | 'COUNT';
  readonly atYearEnd: number;
  /** Who reports it, by number; banks by their share of business, others alike. */
  readonly by: readonly number[];
}

const numbers = (from: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, no) => from + no);
const banks = numbers(0, bankCount);

const indicators: readonly Indicator[] = [
  { code: 'tech-loan-balance', unit: 'CNY', atYearEnd: 1_560_000_000_000, by: banks },
  { code: 'green-loan-balance', unit: 'CNY', atYearEnd: 1_610_000_000_000, by: banks },
  { code: 'tech-branches-opened', unit: 'COUNT', atYearEnd: 13, by: numbers(0, 4) },
  {
    code: 'inclusive-insurance-cover-added',
    unit: 'CNY',
    atYearEnd: 213_000_000_000,
    by: numbers(bankCount, 1),
  },
  { code: 'pension-premium', unit: 'CNY', atYearEnd: 1_030_000_000, by: numbers(bankCount + 1, 1) },
  { code: 'medical-account-policies', unit: 'COUNT', atYearEnd: 118_000, by: numbers(bankCount + 2, 1) },
  { code: 'guarantee-balance', unit: 'CNY', atYearEnd: 88_000_000_000, by: numbers(bankCount + 3, 1) },
];

const reporters = indicators.flatMap((indicator) =>
  indicator.by.map((institution) => ({ indicator, institution })),
);

const indicatorStories = reporters.length;

const quarters = [
  { month: 3, days: 91, grown: 82 },
  { month: 6, days: 182, grown: 89 },
  { month: 9, days: 274, grown: 95 },
  { month: 12, days: 366, grown: 100 },
];

/** Reported two working days after the end of the quarter; the last one on the last day. */
const indicatorStory = ({ scale }: Sizes, no: number): Story => {
  const { indicator, institution } = reporters[no] ?? { indicator: undefined, institution: 0 };
  if (!indicator) throw new RangeError(`no indicator is reported by the number ${no}`);
  const { code, unit, atYearEnd, by } = indicator;
  const share = institutionAt(institution).share || 1;
  const among = by.length === 1 ? 1 : by.reduce((sum, each) => sum + institutionAt(each).share, 0);
  const units = unit === 'CNY' ? 100 : 1;
  const final = Math.ceil(((atYearEnd * scale * share) / among) * units);
  const steps = quarters.map(({ month, days, grown }): Step => {
    const end = monthEndPlace(month);
    const place = Math.min(lastPlace, end + 2);
    const asAt = openingDay + days;
    const amount = percent(final, grown);
    return {
      type: 'indicator.reported',
      place,
      effective: dayAt(place),
      data: { value: unit === 'CNY' ? yuan(amount) : String(amount), unit, asAt: dateText(asAt) },
      amount,
      flags: [],
    };
  });
  return { institution, subject: code, borrower: null, steps };
};

/** One report, and the place of its step in the story. */
export interface MadeReport {
  readonly story: Story;
  readonly step: Step;
  readonly no: number;
}

type Kind = readonly [count: number, storyOf: (sizes: Sizes, no: number) => Story];

const kindsOf = ({ openings, issues, disbursements, faults, contested }: Sizes): readonly Kind[] => [
  [openings, openingStory],
  [issues, issueStory],
  [disbursements, bailoutStory],
  [indicatorStories, indicatorStory],
  [faults * faultKinds, faultStory],
  [contested * 2, contestedStory],
];

/** Numbers, of which there may be millions. */
class Numbers {
  private values = new Uint32Array(256);
  private count = 0;

  push(value: number): void {
    if (this.count === this.values.length) {
      const longer = new Uint32Array(this.count * 2);
      longer.set(this.values);
      this.values = longer;
    }
    this.values[this.count] = value;
    this.count += 1;
  }

  shuffled(draws: Draws): Uint32Array {
    const values = this.values.subarray(0, this.count);
    for (let left = values.length - 1; left > 0; left -= 1) {
      const other = draws.below(left + 1);
      const [here, there] = [values[left] ?? 0, values[other] ?? 0];
      values[left] = there;
      values[other] = here;
    }
    return values;
  }
}

export class Year {
  private readonly kinds: readonly Kind[];
  private readonly days: readonly Numbers[];

  constructor(private readonly sizes: Sizes) {
    this.kinds = kindsOf(sizes);
    this.days = Array.from({ length: lastPlace + 1 }, () => new Numbers());
    const stories = this.kinds.reduce((sum, [count]) => sum + count, 0);
    for (let no = 0; no < stories; no += 1) {
      let place = -1;
      for (const step of this.story(no).steps) {
        if (step.place !== place) this.days[step.place]?.push(no);
        place = step.place;
      }
    }
  }

  private story(no: number): Story {
    let left = no;
    for (const [kind, [count, storyOf]] of this.kinds.entries()) {
      if (left < count) return untidy(this.sizes, kind, left, storyOf(this.sizes, left));
      left -= count;
    }
    throw new RangeError(`there is no story ${no}`);
  }

  /** In the order in which they are sent. */
  *reportsOf(place: number): Generator<MadeReport> {
    const stories = this.days[place]?.shuffled(new Draws(this.sizes.seed, 9, place)) ?? [];
    for (const no of stories) {
      const story = this.story(no);
      for (const [at, step] of story.steps.entries()) if (step.place === place) yield { story, step, no: at };
    }
  }
}
