import type { QueryArrayConfig } from 'pg';
import { type Appended, indexOf, type RevisionConflict } from '../event-log.js';
import type { SerialisedAppend } from '../serialised-append.js';

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

/**
 * The call of `append_facts` (`guarded-appends.migration.ts`) for a group of appends to different streams. `seen`: the last seq that this
 * process knows; a log that ends before it has lost facts and refuses the call.
 */
export const appendStatement = (group: readonly SerialisedAppend[], seen: number): QueryArrayConfig => {
  const facts = group.flatMap(({ facts: own }, index) =>
    own.map((fact, place) => ({ fact, place, append: index + 1 })),
  );
  const { guards, ofAppends } = guardsOf(group);
  return {
    name: 'append_facts',
    text: 'select * from append_facts($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)',
    rowMode: 'array',
    values: [
      group.map(({ stream }) => stream),
      group.map(({ expectedRevision }) => indexOf(expectedRevision)),
      facts.map(({ append }) => append),
      facts.map(({ place }) => place),
      facts.map(({ fact }) => fact.eventId),
      facts.map(({ fact }) => fact.type),
      facts.map(({ fact }) => fact.effectiveDate),
      facts.map(({ fact }) => fact.institution),
      facts.map(({ fact }) => fact.metadata.reportId),
      facts.map(({ fact }) => fact.metadata.stampedAt),
      group.flatMap(({ data }) => data).join('\n'),
      group.flatMap(({ metadata }) => metadata).join('\n'),
      seen,
      guards.map(({ stream }) => stream),
      guards.map(({ revision }) => revision),
      ofAppends,
    ],
  };
};

type AnswerRow = readonly [isAppended: boolean, lastRevision: number, lastSeq: number, head: number];

/** The answer to one append, from its row of the result. */
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
