import { formatInstant, instantMs } from '#calendar';
import { type Decision, type LaterBroken, record, refuse, type Refused } from '#decider';
import type { StoredFact } from '#facts';
import { dayDecided, historyOf } from '#history';
import {
  type DecisionContext,
  type FoldRequest,
  inSlices,
  notYetEffective,
  replayInSlices,
  timeAhead,
} from '#recording';
import type { Report } from '#reports';
import type { RulesOf } from '#rules';
import { deciderOf, type ReportDeciders } from '../report-decider.js';
import {
  type ChangeReport,
  isCorrection,
  pointerInChange,
  reportOf,
  saysTheSame,
  type Target,
} from './target.js';

/** What a correction or reversal is decided on: the stream of the fact that it changes, and the states of other streams. */
export interface ChangeAsked {
  readonly report: ChangeReport;
  readonly target: Target;
  /** The corrected report in full; null for a reversal. */
  readonly replacement: Report | null;
  readonly context: DecisionContext;
  readonly deciders: ReportDeciders;
  /** Current state of the changed stream. */
  readonly state: unknown;
  /** States of the other streams that the replacement's decider reads. */
  readonly others: readonly unknown[];
  /** State of the stream that sets the limit on the changed one; absent where there is no limit. */
  readonly limit?: unknown;
  /** Rules by the versions that the facts name. */
  readonly rulesOf: RulesOf;
}

type ChangeDecided = Decision<{ readonly type: 'FactCorrected' | 'FactReversed'; readonly data: object }>;

/** The decision, with the state of the stream after it. */
type Change = Refused | (Exclude<ChangeDecided, Refused> & { readonly state: unknown });

const borrowerOf = ({ data }: Report) => ('borrower' in data ? data.borrower : undefined);
const programmeOf = ({ data }: Report) => ('programme' in data ? data.programme : undefined);

/** `COR-R03`: a correction may change neither the borrower nor the bailout programme. */
const ofAnother = (replacement: Report, standing: Report): Refused | undefined => {
  const [now, before] = [borrowerOf(replacement), borrowerOf(standing)];
  if (now?.idType !== before?.idType) return refuse('COR-R03', '/data/replacement/borrower/idType');
  if (now?.id !== before?.id) return refuse('COR-R03', '/data/replacement/borrower/id');
  return programmeOf(replacement) === programmeOf(standing)
    ? undefined
    : refuse('COR-R03', '/data/replacement/programme');
};

/**
 * `COR-R02`: later facts about the same subject that would break a rule after the change. Each is decided on again, with the day and the
 * rules of its own decision. One that breaks a rule is left out of the state that the following ones are decided on. Rules about other
 * streams, and limits on the stream as a whole, are not checked again.
 */
const laterBroken = async (
  { report, context, deciders, rulesOf }: ChangeAsked,
  state: unknown,
  later: readonly StoredFact[],
  evolve: (state: unknown, fact: StoredFact) => unknown,
): Promise<readonly LaterBroken[]> => {
  const broken: LaterBroken[] = [];
  let standing = state;
  const decideAgain = (fact: StoredFact): void => {
    const again = reportOf(report, fact);
    if (!again) return;
    const then: DecisionContext = {
      ...context,
      today: dayDecided(fact),
      nowMs: instantMs(fact.metadata.stampedAt),
      rules: rulesOf(fact.metadata.ruleSetVersion),
      time: null,
      replaces: true,
    };
    const decision = deciderOf(deciders, again).decide(again, then)(standing);
    if (decision.outcome === 'record') standing = evolve(standing, fact);
    else
      broken.push({
        reportId: fact.metadata.reportId ?? '',
        revision: fact.revision,
        rule: decision.rule,
      });
  };
  await inSlices(later, (facts) => facts.forEach(decideAgain));
  return broken;
};

/**
 * Decides on a correction or reversal, in the contract's order: its own day (`TIM`), what it changes (`COR-R01`, `R03`, `R04`), the
 * replacement's rules on the state before the changed fact, the limit of the stream (`BLO-R02`), and the later facts (`COR-R02`). The
 * replacement is decided on with today's day and rules, and its flags become those of the correction.
 */
export const decideChange = async (asked: ChangeAsked): Promise<Change> => {
  const { report, target, replacement, context, deciders, others, limit } = asked;
  const { original, aboutSame, nextRevision } = target;
  const early = notYetEffective(report.data.effectiveDate, context) ?? timeAhead(context);
  if (early) return early;
  const history = historyOf(aboutSame);
  const place = history.placeOf(original.revision);
  const standing = place.found === 'standing' ? history.standing[place.at] : undefined;
  const stands = standing && reportOf(report, standing);
  if (place.found !== 'standing' || !standing || !stands) return refuse('COR-R01', '/subject');

  if (replacement) {
    const another = ofAnother(replacement, stands);
    if (another) return another;
    if (saysTheSame(replacement, stands)) return refuse('COR-R04', '/data/replacement');
  }

  const decider = deciderOf(deciders, stands);
  const { evolution } = (decider.own(stands, context.institution) as FoldRequest<unknown>).fold;
  const before = await replayInSlices(evolution, history.before(place.at));

  const decided = replacement
    ? decider.decide(replacement, { ...context, time: null, replaces: true })(before, ...others)
    : null;
  if (decided?.outcome === 'refuse') return { ...decided, pointer: pointerInChange(decided.pointer) };
  const { reportId } = original.metadata;
  const corrects = { reportId, eventId: original.eventId, revision: original.revision };
  const { reason } = report.data;
  const flags = decided?.flags ?? [];
  const change = decided
    ? {
        type: 'FactCorrected' as const,
        data: {
          corrects,
          replacement: { effectiveDate: (replacement as Report).data.effectiveDate, ...decided.fact.data },
          reason,
        },
      }
    : { type: 'FactReversed' as const, data: { corrects, reason } };

  const result = historyOf([
    ...aboutSame,
    {
      ...original,
      ...change,
      revision: nextRevision,
      metadata: {
        ...original.metadata,
        stampedAt: formatInstant(context.nowMs),
        ruleSetVersion: context.rules.version,
        flags,
      },
    },
  ]);
  const state = await replayInSlices(
    { ...evolution, initial: decider.without?.(asked.state, stands.subject) ?? evolution.initial },
    result.standing,
  );
  const exceeded = decider.limit?.exceeded(context)(state, limit);
  if (exceeded)
    return { ...exceeded, pointer: isCorrection(report) ? pointerInChange(exceeded.pointer) : '/subject' };

  const placed = decided ? result.standing[place.at] : undefined;
  const broken = await laterBroken(
    asked,
    placed ? evolution.evolve(before, placed) : before,
    history.after(place.at),
    evolution.evolve,
  );
  return broken.length > 0
    ? { ...refuse('COR-R02', isCorrection(report) ? '/data/replacement' : '/subject'), later: broken }
    : { ...record(change, flags), state };
};
