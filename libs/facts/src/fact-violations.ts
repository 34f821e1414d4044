import { factValueOf } from './fact-values.js';
import { factMetadata, type StoredFact } from './stored-fact.js';
import { businessDate, institutionCode } from './stored-values.js';
import { streams } from './streams.js';

interface Checked {
  readonly safeParse: (value: unknown) => { readonly error?: { readonly message: string } | undefined };
}

const violation = (member: string, schema: Checked, value: unknown): readonly string[] => {
  const { error } = schema.safeParse(value);
  return error ? [`${member}: ${error.message}`] : [];
};

/** What has none of it stores null. */
const given = (member: string, has: boolean, schema: Checked, value: unknown): readonly string[] =>
  has ? violation(member, schema, value) : value === null ? [] : [`${member}: is none of this type`];

/**
 * All that is wrong with a fact in its stored form, held whole against what is known of its type; nothing for a sound one. It
 * costs far more than entering by the type: for those who check a log, not for those who follow it.
 */
export const factViolations = (fact: StoredFact): readonly string[] => {
  const value = factValueOf(fact.type);
  if (!value) return [`type: ${fact.type} is not known`];
  return [
    ...(value.streams.some((kind) => streams[kind].read(fact.stream))
      ? []
      : [`stream: is none of ${value.streams.join(', ')}`]),
    ...given('institution', value.institution, institutionCode, fact.institution),
    ...given('effectiveDate', value.effectiveDate, businessDate, fact.effectiveDate),
    ...violation('data', value.schema, fact.data),
    ...violation('metadata', factMetadata, fact.metadata),
  ];
};
