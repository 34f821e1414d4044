import type { ExplanationAnswer, Fact } from '#contract';
import { isSeq } from '../figures/cut.js';
import type { Unit } from '../figures/quantity.js';
import { addressOf, askRegistry, askFirstLines } from '../http/registry.client.js';
import { factsAsked, lastMsOf, type LogView, movesAsked, type Stretch } from './log-view.js';

/** A fact on the way through the log. */
export interface Walked {
  readonly seq: number;
  readonly type: string;
  readonly stream: string;
  readonly institution: string | null;
  readonly effectiveDate: string | null;
  /** All of it, where the log itself is walked through. */
  readonly recorded?: Fact;
  /** To a target, where that is. */
  readonly adds?: { readonly quantity: string; readonly unit: Unit };
}

export const pageLength = 50;

const factsOfLog = async (view: LogView, stretch: Stretch, most: number): Promise<readonly Walked[]> => {
  const lastMs = lastMsOf(view);
  const facts = await askFirstLines<Fact>(addressOf('/v1/facts', factsAsked(view, stretch)), {
    most,
    isPast: ({ recordedAt }) => Date.parse(recordedAt) > lastMs,
  });
  return facts.map((recorded) => ({ ...recorded, recorded }));
};

const mostAtOnce = 1_000;

const factsOfTarget = async (view: LogView, stretch: Stretch, most: number): Promise<readonly Walked[]> => {
  const found: Walked[] = [];
  let cursor: string | undefined;
  do {
    const limit = String(Math.min(most - found.length, mostAtOnce));
    const answer: ExplanationAnswer = await askRegistry(
      addressOf('/v1/explain', { ...movesAsked(view, stretch), limit, cursor }),
    );
    const unit = answer.moved?.unit ?? answer.unit;
    for (const { quantity, dimensions, ...fact } of answer.items)
      found.push({ ...fact, institution: dimensions.institution, adds: { quantity, unit } });
    cursor = answer.next ?? undefined;
  } while (cursor !== undefined && found.length < most);
  return found;
};

const factsIn = (view: LogView, stretch: Stretch, most: number): Promise<readonly Walked[]> =>
  view.target === undefined ? factsOfLog(view, stretch, most) : factsOfTarget(view, stretch, most);

/** A page of the log, and the first fact of the next. */
export interface LogPageAsked {
  /** Where it begins; that of the address, unless the fact that is looked at is on another. */
  readonly from: string | undefined;
  readonly facts: readonly Walked[];
}

const holds = (facts: readonly Walked[], at: string): boolean =>
  facts.slice(0, pageLength).some(({ seq }) => String(seq) === at);

/** The page that the address begins at; where the fact that it looks at is not on it, the page that begins with that fact. */
export const askPage = async (view: LogView): Promise<LogPageAsked> => {
  const begunAt = async (from: string | undefined): Promise<LogPageAsked> => ({
    from,
    facts: await factsIn(view, { from: Number(from ?? 1) }, pageLength + 1),
  });
  const page = await begunAt(view.from);
  const { at } = view;
  if (at === undefined || holds(page.facts, at)) return page;
  const isBeyond = view.to !== undefined && isSeq(view.to) && Number(at) > Number(view.to);
  if (isBeyond || !(await askFact(Number(at)))) return page;
  const other = await begunAt(at);
  return holds(other.facts, at) ? other : page;
};

/** The page that ends before a fact. The log is read forwards alone, so that what lies before is asked for in stretches that become longer. */
export const askPageBefore = async (view: LogView, seq: number): Promise<readonly Walked[]> => {
  for (let length = 64; ; length *= 8) {
    const from = Math.max(1, seq - length);
    const found = seq === 1 ? [] : await factsIn(view, { from, to: seq - 1 }, Infinity);
    if (found.length >= pageLength || from === 1) return found.slice(-pageLength);
  }
};

export const askFact = async (seq: number): Promise<Fact | undefined> =>
  (await askFirstLines<Fact>(addressOf('/v1/facts', { from: String(seq), to: String(seq) }), { most: 1 }))[0];

/** The last fact that was recorded by then, which the registry takes for an end of a list; 0 where there is none. */
const lastSeqBy = async (ms: number): Promise<number> => {
  const isRecordedBy = async (seq: number): Promise<boolean> => {
    const fact = await askFact(seq);
    return fact !== undefined && Date.parse(fact.recordedAt) <= ms;
  };
  let [last, beyond] = [0, 1];
  while (await isRecordedBy(beyond)) [last, beyond] = [beyond, 2 * beyond];
  while (beyond - last > 1) {
    const middle = Math.floor((last + beyond) / 2);
    if (await isRecordedBy(middle)) last = middle;
    else beyond = middle;
  }
  return last;
};

/** Where all that the view lists is given as a file, not its page alone. */
export const listAddress = async (view: LogView): Promise<string> => {
  const from = Number(view.from ?? 1);
  if (view.target !== undefined) return addressOf('/v1/explain', movesAsked(view, { from }));
  const lastMs = lastMsOf(view);
  const stretch = lastMs === Infinity ? { from } : { from, to: await lastSeqBy(lastMs) };
  return addressOf('/v1/facts', factsAsked(view, stretch));
};
