import fc from 'fast-check';
import { businessDate } from '#calendar';
import type { BorrowerData } from '#facts';
import { bankA, borrower, claimOf, loanOf, type Planted } from '#testing';
import { correctionOf, isChange, reversalOf, settledOf } from './changes.js';
import { amount, bailoutStory, day, indicatorStory, loanStory, someLoans, type Story } from './stories.js';

// Stories with corrections and reversals in them, and what stands of them, by the plainest of books.

const isSettled = ({ type }: Planted): boolean => /^FirstTime(?!Claimed)/.test(type);

interface Wanted {
  readonly which: number;
  readonly at: number;
  readonly reverse: boolean;
  readonly on: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly of: Partial<BorrowerData>;
}

const wanted: fc.Arbitrary<Wanted> = fc.record({
  which: fc.nat(20),
  at: fc.nat(20),
  reverse: fc.boolean(),
  on: day,
  of: fc.record({
    size: fc.constantFrom('MICRO' as const, 'LARGE' as const),
    district: fc.constantFrom('310101', '310115'),
    industry: fc.constantFrom('C39', 'D44'),
  }),
  data: fc.record(
    {
      principal: amount,
      outstandingPrincipal: amount,
      renewedAmount: amount,
      topUpAmount: amount,
      amount,
      value: amount,
      asAt: day,
      kind: fc.constantFrom('BRIDGE', 'DEFERRAL'),
      tags: fc.subarray(['TECHNOLOGY', 'CHAIN']),
    },
    { requiredKeys: [] },
  ),
});

const replaced = (fact: Planted, { data, of }: Wanted): object => {
  const { borrower } = fact.data as { readonly borrower?: BorrowerData };
  return {
    ...Object.fromEntries(Object.entries(data).filter(([name]) => Object.hasOwn(fact.data, name))),
    ...(borrower && { borrower: { ...borrower, ...of } }),
  };
};

/** One change more, where it can be made: what others stand on is not reversed. */
const withChange = (story: Story, want: Wanted): Story => {
  const own = story.filter((fact) => !isChange(fact) && !isSettled(fact));
  const gone = new Set(
    story.flatMap((fact) => (isChange(fact) && fact.type === 'FactReversed' ? [fact.of] : [])),
  );
  const standing = own.filter((fact) => !gone.has(fact));
  const of = standing[want.which % standing.length];
  const isIndependent = of !== story[0] || of?.type === 'IndicatorReported' || standing.length === 1;
  if (!of || (want.reverse && !isIndependent)) return story;
  const from = Math.max(story.indexOf(of), story.findLastIndex(isChange)) + 1;
  const at = from + (want.at % (story.length - from + 1));
  const change = want.reverse ? reversalOf(of) : correctionOf(of, replaced(of, want), want.on);
  return [...story.slice(0, at), change, ...story.slice(at)];
};

const changed = (story: fc.Arbitrary<Story>): fc.Arbitrary<Story> =>
  fc
    .tuple(story, fc.array(wanted, { maxLength: 5 }))
    .map(([told, changes]) => changes.reduce(withChange, told));

const kindOf = (data: object): unknown => (data as { readonly kind?: unknown }).kind;

/** A return is recorded with the kind that its disbursement has as it stands then. */
const withKindsRecorded = (story: Story): Story => {
  const told = new Map<Planted, Planted>();
  let kind = story[0] && kindOf(story[0].data);
  return story.map((fact) => {
    const changes = isChange(fact) ? fact.of : fact;
    const { replacement } = fact.data as { readonly replacement?: object };
    let data: object = fact.data;
    if (changes.type === 'BailoutDisbursed' && replacement) kind = kindOf(replacement);
    if (changes.type === 'BailoutReturned')
      data = replacement ? { ...fact.data, replacement: { ...replacement, kind } } : fact.data;
    if (fact.type === 'BailoutReturned') data = { ...fact.data, kind };
    const of = told.get(changes) ?? changes;
    const recorded = { ...fact, data, ...(isChange(fact) && { of }) };
    told.set(fact, recorded);
    return recorded;
  });
};

/** What the arbiter settled is of the loan that the story tells of. */
const changedLoan = (...loan: Parameters<typeof loanStory>): fc.Arbitrary<Story> =>
  changed(loanStory(...loan)).map(settledOf);

/** Stories in the order in which each is told, and the lives of loans, disbursements and indicators that they tell of. */
interface ChangedStories {
  readonly told: readonly Story[];
  readonly lives: readonly Story[];
}

/** A loan that is reversed whole, and one that may have its id afterwards; what was settled of the first comes at any time. */
const reissued = (...loan: Parameters<typeof loanStory>): fc.Arbitrary<ChangedStories> =>
  fc.tuple(loanStory(...loan), changedLoan(...loan), fc.nat(4)).map(([story, next, at]) => {
    const [first, ...settled] = settledOf(story.filter((fact, place) => place === 0 || isSettled(fact)));
    if (!first) return { told: [next], lives: [next] };
    const reversal = reversalOf(first);
    const before = [first, ...settled.slice(0, at), reversal, ...next.slice(0, 1)];
    return {
      told: [[...before, ...settled.slice(at), ...next.slice(1)]],
      lives: [[first, ...settled, reversal], next],
    };
  });

/** A loan whose claim was recognised before its borrower turned out to be of another size and district: what was settled moves with it. */
const moved: fc.Arbitrary<Story> = fc.record({ on: day, isBack: fc.boolean() }).map(({ on, isBack }) => {
  const of = borrower({ id: '91310000631696382C', size: 'MICRO', district: '310101' });
  const first = loanOf(bankA, 'M1').issued(on, { borrower: of });
  const elsewhere = { borrower: { ...of, size: 'LARGE', district: '310115' } };
  return settledOf([
    first,
    loanOf(bankA, 'M1').claimed(on, { borrower: of }),
    claimOf(bankA, 'M1', of.id).recognised(on),
    correctionOf(first, elsewhere),
    ...(isBack ? [correctionOf(first, {})] : []),
  ]);
});

const asTold = (stories: readonly Story[]): ChangedStories => ({ told: stories, lives: stories });

export const changedStories: fc.Arbitrary<ChangedStories> = someLoans
  .chain((loans) =>
    fc.tuple(
      fc.tuple(...['L1', 'L2', 'L3'].map((loanId) => changedLoan(loanId, loans))).map(asTold),
      fc.tuple(...['D1', 'D2'].map((id) => changed(bailoutStory(id)).map(withKindsRecorded))).map(asTold),
      fc.tuple(changed(indicatorStory), moved).map(asTold),
      reissued('L4', loans),
    ),
  )
  .map((all) => ({
    told: all.flatMap(({ told }) => told),
    lives: all.flatMap(({ lives }) => lives),
  }));

/** The fact as its correction lets it stand. */
const corrected = (fact: Planted, { replacement }: { readonly replacement?: object }): Planted => {
  const { effectiveDate, ...data } = replacement as { readonly effectiveDate: string };
  return { ...fact, on: effectiveDate, data };
};

/**
 * What stands of one life. A loan that was reversed is as one cancelled: what the arbiter settled of it counts until the arbiter ends
 * it, where the loan stood last. A return is of its disbursement's kind.
 */
export const standingOf = (life: Story): Story => {
  const stands = new Map<Planted, Planted>();
  const gone = new Set<Planted>();
  for (const fact of life)
    if (!isChange(fact)) stands.set(fact, fact);
    else if (fact.type === 'FactReversed') gone.add(fact.of);
    else stands.set(fact.of, corrected(stands.get(fact.of) ?? fact.of, fact.data));
  const [first] = life;
  const beginning = first && stands.get(first);
  if (!first || !beginning || beginning.type === 'IndicatorReported' || !gone.has(first))
    return [...stands].flatMap(([fact, standing]) => (gone.has(fact) ? [] : [ofKind(standing, beginning)]));
  if (beginning.type === 'BailoutDisbursed') return [];
  const settled = [...stands.values()].filter(isSettled);
  return [beginning, ...settled, { ...beginning, type: 'LoanCancelled', data: {} }];
};

const ofKind = (fact: Planted, beginning: Planted | undefined): Planted =>
  beginning && fact.type === 'BailoutReturned'
    ? { ...fact, data: { ...fact.data, kind: (beginning.data as { readonly kind?: string }).kind } }
    : fact;

/** A loan's story with one fact more that can be changed as the last of it. */
export const openLoan = loanStory('L9').filter((story) =>
  story.every(({ type }) => type !== 'LoanCancelled'),
);
/** Of few days and amounts, so that one of two alone differs often. */
export const lastFact = fc.record({
  amount: fc.constantFrom('1.00', '12.50'),
  on: fc.constantFrom(...['2024-02-29', '2024-06-30'].map(businessDate)),
});
export const repayment = (
  story: Story,
  { amount, on }: { readonly amount: string; readonly on: string },
): Planted => ({
  type: 'LoanRepaid',
  stream: story[0]?.stream ?? '',
  institution: story[0]?.institution ?? null,
  on,
  data: { loanId: 'L9', amount },
});
