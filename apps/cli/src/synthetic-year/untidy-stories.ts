import { smallFirm, bankCount, bankFor } from './parties.js';
import { businessDay, dateText, dayAt, lastPlace } from './business-days.js';
import { Draws } from './draws.js';
import { LoanStory } from './loan-steps.js';
import { type Sizes, percent, type Step, type Story, yuan } from './story.js';

/*
 * What does not go smoothly: reports that come late, mistakes that are corrected, reports that are reversed. Only such changes are made as
 * are lawful whatever the story is: of terms that no later report depends on, or of the last report.
 */

/** About so many reports has a story, so that shares of reports become shares of stories. */
const reportsOfStory = 2.3;

const lateBy = (step: Step, places: number): Step => {
  const place = Math.min(lastPlace, step.place + places);
  const isLate = dayAt(place) - step.effective > 1 && !step.flags.includes('TIM-W05');
  return { ...step, place, flags: isLate ? ['TIM-W05', ...step.flags] : step.flags };
};

type Data = Step['data'];

const less = (amount: number): number => Math.max(1, percent(amount, 90));

/** The data as it should have been: a smaller reduction, more on top, other terms. Undefined where it is left as it is. */
const mended = ({ type, data, amount }: Step): Data | undefined => {
  switch (type) {
    case 'loan.repaid':
    case 'loan.written-off':
    case 'bailout.returned':
      return amount > 1 ? { ...data, amount: yuan(less(amount)) } : undefined;
    case 'loan.renewed':
      return { ...data, topUpAmount: yuan(percent(amount, 5)) };
    case 'bailout.disbursed':
      return { ...data, kind: data['kind'] === 'BRIDGE' ? 'RELIEF_LOAN' : 'BRIDGE' };
    case 'loan.opened':
    case 'loan.issued':
      return { ...data, borrower: { ...(data['borrower'] as object), district: '310109', industry: 'C38' } };
    default:
      return undefined;
  }
};

const change = (type: string, changes: number, place: number, data: Data): Step => ({
  type,
  place,
  effective: dayAt(place),
  data,
  amount: 0,
  flags: [],
  changes,
});

/** What a correction is marked with: what the report would be, had it come on that day. */
const flagsOf = (step: Step, place: number): readonly string[] => {
  const lasting = step.flags.filter((flag) => flag !== 'TIM-W05');
  return step.type !== 'loan.opened' && dayAt(place) - step.effective > 1 ? ['TIM-W05', ...lasting] : lasting;
};

const withChange = (draws: Draws, story: Story, share: { corrected: number; reversed: number }): Story => {
  const { steps } = story;
  const last = steps.at(-1);
  const luck = draws.unit();
  if (!last || luck >= share.corrected + share.reversed) return story;
  const place = last.place + 1 + draws.below(10);
  const isSettled = steps.some(({ type }) => /flagged|cancelled/.test(type));
  if (isSettled || place > lastPlace || story.borrower === null) return story;
  // A disbursement may have named a loan that was there from the beginning.
  if (luck < share.reversed && last.type === 'loan.opened') return story;
  if (luck < share.reversed) {
    const reversal = change('event.reversed', steps.length - 1, place, { reason: 'reported twice' });
    return { ...story, steps: [...steps, reversal] };
  }
  const of = draws.chance(0.4) && story.subject.startsWith('D') === false ? 0 : steps.length - 1;
  const wrong = steps[of] ?? last;
  const data = mended(wrong);
  if (!data) return story;
  const replacement = { effectiveDate: dateText(wrong.effective), ...data };
  const correction = change('event.corrected', of, place, { replacement, reason: 'typing error' });
  return { ...story, steps: [...steps, { ...correction, flags: flagsOf(wrong, place) }] };
};

export const untidy = (sizes: Sizes, kind: number, no: number, story: Story): Story => {
  const isFaulty = story.steps.some(({ expected }) => expected);
  if (isFaulty || sizes.late + sizes.corrected + sizes.reversed === 0) return story;
  const draws = new Draws(sizes.seed, 10 + kind, no);
  const last = story.steps.at(-1);
  const isLate = last && last.place > 0 && draws.chance(sizes.late * reportsOfStory);
  const steps = isLate ? [...story.steps.slice(0, -1), lateBy(last, 1 + draws.below(5))] : story.steps;
  return withChange(
    draws,
    { ...story, steps },
    { corrected: sizes.corrected * reportsOfStory * 1.3, reversed: sizes.reversed * reportsOfStory * 1.5 },
  );
};

/*
 * A firm that two banks say was their first-time borrower, on the same day. One of them says at what time; the other does not, so that the
 * claims are contested, and counts as the last of the day.
 */

const firstFirm = 300_000_000;

/** Two stories with one number each make a pair; the even one has the time and is recognised. */
export const contestedStory = (sizes: Sizes, no: number): Story => {
  const pair = Math.floor(no / 2);
  const isHolder = no % 2 === 0;
  const draws = new Draws(sizes.seed, 6, pair);
  const place = businessDay(draws.unit());
  const bank = bankFor(draws.unit());
  const institution = isHolder ? bank : (bank + 1 + draws.below(bankCount - 1)) % bankCount;
  const borrower = smallFirm(firstFirm + pair);
  const loanId = `C-${no}`;
  const loan = new LoanStory(draws, loanId, borrower);
  loan.maturity = dayAt(place) + 365;
  loan.issued(place, 50_000_000, {
    product: 'WORKING_CAPITAL',
    guarantee: 'CREDIT',
    tags: [],
    ...(isHolder ? { drawdownTime: '10:30:00' } : {}),
  });
  loan.claimed(place);
  return {
    institution,
    subject: loanId,
    borrower,
    steps: loan.steps,
    claim: isHolder ? 'RECOGNISED' : 'SUPERSEDED',
  };
};
