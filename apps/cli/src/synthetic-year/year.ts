import { bailoutStory } from './bailout-stories.js';
import { lastPlace } from './business-days.js';
import { contestedStory, untidy } from './untidy-stories.js';
import { Draws } from './draws.js';
import { faultKinds, faultStory } from './fault-stories.js';
import { indicatorStories, indicatorStory } from './indicator-stories.js';
import { issueStory, openingStory } from './loan-stories.js';
import type { Sizes } from './sizes.js';
import type { Step, Story } from './story.js';

/*
 * All reports of the year, day by day. Of a story only its number is kept, by the days on which something of it is reported: a few bytes
 * for each report. On its days it is reported anew.
 */

/** One report, and the place of its step in the story. */
export interface MadeReport {
  readonly story: Story;
  readonly step: Step;
  readonly no: number;
}

type Kind = readonly [count: number, tell: (sizes: Sizes, no: number) => Story];

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
    for (const [kind, [count, tell]] of this.kinds.entries()) {
      if (left < count) return untidy(this.sizes, kind, left, tell(this.sizes, left));
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
