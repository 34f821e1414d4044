import { usccOf } from '../reports.js';
import type { Random } from './random.js';

/* Values as a schema asks for them, so that requests come further than the first check. */

export type Schema = Readonly<Record<string, unknown>>;

/** Texts for patterns: what fits one is found by trying. */
const texts = [
  'A1',
  'SH24',
  'renewal-volume',
  '2024-05-06',
  '1200000.00',
  '12',
  '0.05',
  '09:30:00',
  'a'.repeat(64),
  '/data/amount',
  'LoanIssued',
  'C1010211000012',
  '104290000010',
  'RNW-R02',
  '310115',
  'C13',
  '/institutions/C1010211000012',
  '续贷',
];

const named: Readonly<Record<string, (random: Random) => unknown>> = {
  effectiveDate: (random) => random.pick(['2024-01-10', '2024-06-30', '2024-12-01']),
  maturityDate: () => '2024-12-20',
  newMaturityDate: () => '2025-12-20',
  principal: () => '1000000.00',
  district: () => '310115',
  industry: () => 'C13',
  rateBp: () => 380,
  specversion: () => '1.0',
  datacontenttype: () => 'application/json',
};

export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Schema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const textOf = ({ pattern, format, enum: words }: Schema, random: Random): unknown => {
  if (Array.isArray(words)) return random.pick(words);
  if (format === 'date') return random.pick(['2024-01-10', '2024-12-31', '1999-02-28']);
  if (format === 'date-time') return '2024-05-06T07:08:09.123Z';
  if (typeof pattern !== 'string') return random.pick(texts);
  const fitting = texts.filter((text) => new RegExp(pattern, 'u').test(text));
  return random.pick(fitting.length > 0 ? fitting : texts);
};

const numberOf = ({ minimum = 0, maximum = 1_000, enum: words }: Schema, random: Random): unknown => {
  if (Array.isArray(words)) return random.pick(words);
  const [least, most] = [Number(minimum), Number(maximum)];
  return random.pick([least, most, least + random.below(Math.max(1, most - least + 1))]);
};

/** A value that fits the schema, or nearly; objects without their optional members half of the time. */
export const validValue = (document: Document, schema: Schema, random: Random, depth = 0): unknown => {
  const { $ref, discriminator, const: word, type } = schema;
  const mapping = (discriminator as { readonly mapping?: Readonly<Record<string, string>> } | undefined)
    ?.mapping;
  if (mapping && depth === 0) {
    const [full, pointer] = random.pick(Object.entries(mapping));
    const report = validValue(document, { $ref: pointer }, random, 1);
    return { ...(report as object), type: full };
  }
  if (typeof $ref === 'string')
    return validValue(
      document,
      document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {},
      random,
      depth,
    );
  if (word !== undefined) return word;
  const one = (schema.anyOf ?? schema.oneOf) as readonly Schema[] | undefined;
  if (one) return validValue(document, random.pick(one), random, depth + 1);
  const parts = ((schema.allOf ?? []) as readonly Schema[]).filter((part) => part.$ref || part.properties);
  const whole = parts.map((part) => validValue(document, part, random, depth + 1) as object);
  switch (Array.isArray(type) ? random.pick(type) : type) {
    case 'object':
      return Object.assign(objectOf(document, schema, random, depth), ...whole);
    case 'array':
      return Array.from({ length: depth > 4 ? 1 : Number(schema.minItems ?? random.below(3)) }, () =>
        validValue(document, (schema.items ?? {}) as Schema, random, depth + 1),
      );
    case 'integer':
    case 'number':
      return numberOf(schema, random);
    case 'boolean':
      return random.in100(50);
    case 'null':
      return null;
    case 'string':
      return textOf(schema, random);
    default:
      return whole.length > 0 ? Object.assign({}, ...whole) : random.pick<unknown>(['a', 1, null, {}]);
  }
};

const objectOf = (document: Document, schema: Schema, random: Random, depth: number): object => {
  const {
    properties = {},
    required = [],
    maxProperties,
  } = schema as {
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly required?: readonly string[];
    readonly maxProperties?: number;
  };
  const chosen = Object.entries(properties).filter(
    ([name]) => required.includes(name) || (depth < 6 && random.in100(maxProperties === 1 ? 20 : 50)),
  );
  const made = Object.fromEntries(
    chosen.map(([name, each]) => [
      name,
      named[name]?.(random) ?? validValue(document, each, random, depth + 1),
    ]),
  );
  return 'idType' in made ? { ...made, ...borrower(random) } : made;
};

const borrower = (random: Random): object => ({
  idType: 'USCC',
  id: usccOf(random.below(50)),
  kind: 'ENTERPRISE',
});
