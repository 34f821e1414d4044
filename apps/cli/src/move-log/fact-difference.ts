import { canonicalJson, sha256Hex } from '#canonical-json';
import type { SequencedFact } from '#facts';

/** Where two logs part, in a sentence. Of payloads it tells digests: they may hold what is not to be shown. */
export type Difference = string;

const members = [
  'seq',
  'stream',
  'revision',
  'eventId',
  'type',
  'effectiveDate',
  'institution',
  'data',
  'metadata',
  'recordedAt',
] as const satisfies readonly (keyof SequencedFact)[];

const shown = (member: (typeof members)[number], fact: SequencedFact): string =>
  member === 'data' || member === 'metadata'
    ? `SHA-256 ${sha256Hex(canonicalJson(fact[member]))}`
    : String(fact[member]);

export const factName = ({ seq, type, stream, revision, eventId }: SequencedFact): string =>
  `fact ${seq} (${type}, revision ${revision} of ${stream}, event ${eventId})`;

/** Two facts that are not the same at the same place in the order: the first member in which they differ. */
export const differenceOf = (
  [oneName, one]: readonly [name: string, fact: SequencedFact],
  [otherName, other]: readonly [name: string, fact: SequencedFact],
): Difference => {
  const member = members.find((name) => canonicalJson(one[name]) !== canonicalJson(other[name]));
  if (!member) return `${factName(one)} is not the same in ${oneName} and in ${otherName}`;
  return (
    `${factName(one)} differs in ${member}: ` +
    `${shown(member, one)} in ${oneName}, ${shown(member, other)} in ${otherName}`
  );
};
