import type { QueryArrayConfig } from 'pg';
import { type Appended, indexOf, type RevisionConflict } from '../event-log.js';
import type { SerialisedAppend } from '../serialised-append.js';
import type { TextLines } from './text-lines.js';

/** The guards of a group, each once, since they are mostly of a few senders; and for each append the number of its guard, 0 for none. */
const guardsOf = (group: readonly SerialisedAppend[]) => {
  const numbers = new Map<string, number>();
  const guards: { readonly stream: string; readonly revision: number }[] = [];
  const ofAppends = group.map(({ guard }) => {
    if (!guard) return 0;
    const key = `${guard.revision} ${guard.stream}`;
    const known = numbers.get(key);
    if (known !== undefined) return known;
    guards.push({ stream: guard.stream, revision: indexOf(guard.revision) });
    numbers.set(key, guards.length);
    return guards.length;
  });
  return { guards, ofAppends };
};

const arrayOfNumbers = (members: readonly number[]): string => `{${members.join(',')}}`;

const quotable = /["\\]/;
const quotables = /["\\]/g;

const quoted = (member: string | null): string =>
  member === null ? 'NULL' : `"${member.replace(quotables, '\\$&')}"`;

/** An array of PostgreSQL as text. Hardly ever a member has what is to be escaped. */
const arrayOfTexts = (members: readonly (string | null)[]): string => {
  if (members.length === 0) return '{}';
  if (members.some((member) => member === null || quotable.test(member)))
    return `{${members.map(quoted).join(',')}}`;
  return `{"${members.join('","')}"}`;
};

/** What a function of a group is asked with. `seen`: the last seq that this process knows; a log that ends before it has lost facts and refuses the call. */
const valuesOf = (
  group: readonly SerialisedAppend[],
  seen: number,
  lines: TextLines,
): (string | number | Buffer)[] => {
  const facts = group.flatMap(({ facts: own }) => own);
  const { guards, ofAppends } = guardsOf(group);
  const texts = [group.flatMap(({ data }) => data), group.flatMap(({ metadata }) => metadata)];
  return [
    arrayOfTexts(group.map(({ stream }) => stream)),
    arrayOfNumbers(group.map(({ expectedRevision }) => indexOf(expectedRevision))),
    arrayOfNumbers(group.flatMap(({ facts: own }, index) => own.map(() => index + 1))),
    arrayOfNumbers(group.flatMap(({ facts: own }) => own.map((_, place) => place))),
    arrayOfTexts(facts.map(({ eventId }) => eventId)),
    arrayOfTexts(facts.map(({ type }) => type)),
    arrayOfTexts(facts.map(({ effectiveDate }) => effectiveDate)),
    arrayOfTexts(facts.map(({ institution }) => institution)),
    arrayOfTexts(facts.map(({ metadata }) => metadata.reportId)),
    arrayOfTexts(facts.map(({ metadata }) => metadata.stampedAt)),
    ...lines.of(
      texts,
      group.reduce((sum, { bytes }) => sum + bytes, 0),
    ),
    seen,
    arrayOfTexts(guards.map(({ stream }) => stream)),
    arrayOfNumbers(guards.map(({ revision }) => revision)),
    arrayOfNumbers(ofAppends),
  ];
};

const parameters = (count: number): string =>
  Array.from({ length: count }, (_, index) => `$${index + 1}`).join(', ');

/** Calls `append_facts` (`guarded-appends.migration.ts`) for a group of appends to different streams, each of which is settled by itself. */
export const appendStatement = (
  group: readonly SerialisedAppend[],
  seen: number,
  lines: TextLines,
): QueryArrayConfig => ({
  name: 'append_facts',
  text: `select * from append_facts(${parameters(16)})`,
  rowMode: 'array',
  values: valuesOf(group, seen, lines),
});

/**
 * Records a group of appends to different streams, where nothing stands against any of them (`expected-appends.migration.ts`). Answers the
 * seq before its first fact, else null, with nothing recorded: then the group is for `appendStatement`.
 */
export const expectedStatement = (
  group: readonly SerialisedAppend[],
  seen: number,
  lines: TextLines,
): QueryArrayConfig => {
  const [append, ...others] = group;
  const [fact, ...more] = append?.facts ?? [];
  if (!append || !fact || others.length > 0 || more.length > 0)
    return {
      name: 'append_expected_facts',
      text: `select append_expected_facts(${parameters(16)})`,
      rowMode: 'array',
      values: valuesOf(group, seen, lines),
    };
  const { stream, expectedRevision, guard, data, metadata } = append;
  return {
    name: 'append_expected_fact',
    text: `select append_expected_fact(${parameters(13)})`,
    rowMode: 'array',
    values: [
      stream,
      indexOf(expectedRevision),
      fact.eventId,
      fact.type,
      fact.effectiveDate,
      fact.institution,
      fact.metadata.reportId,
      fact.metadata.stampedAt,
      data[0],
      metadata[0],
      seen,
      guard ? guard.stream : null,
      guard ? indexOf(guard.revision) : null,
    ],
  };
};

/** What the connection begins with that asks `expectedStatement`: its plans are made once, and looking something up goes by an index. */
export const expectedBegin =
  'set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_bitmapscan = off; set enable_nestloop = off';

/** The answers to a group that was recorded as expected after that seq. */
export const expectedAnswers = (
  group: readonly SerialisedAppend[],
  seqBefore: number,
): readonly Appended[] => {
  let seq = seqBefore;
  return group.map(({ expectedRevision, facts }) => {
    const before = indexOf(expectedRevision);
    seq += facts.length;
    return {
      outcome: 'appended',
      firstRevision: before + 1,
      lastRevision: before + facts.length,
      position: String(seq),
    };
  });
};

type AnswerRow = readonly [isAppended: boolean, lastRevision: number, lastSeq: number, head: number];

/** The answer of `append_facts` to one append, from its row of the result. */
export const appendAnswer = (
  append: SerialisedAppend,
  row: readonly unknown[],
): Appended | RevisionConflict => {
  const [isAppended, lastRevision, lastSeq, head] = row as AnswerRow;
  if (!isAppended) return { outcome: 'conflict', actualRevision: head < 0 ? 'none' : head };
  return {
    outcome: 'appended',
    firstRevision: lastRevision - append.facts.length + 1,
    lastRevision,
    position: String(lastSeq),
  };
};
