import type { Json } from './schemas.js';

/* Makes an example of any schema, with every optional member and plausible values. A spec checks each example against its schema. */

export const exampleUscc = '91310115000000001U';

/** Values by the name of a member, or by `parent.name`. */
const byName: Readonly<Record<string, unknown>> = {
  actor: 'key:exmpl',
  actual: '418200000000.00',
  amount: '1000000.00',
  available: '88000000.00',
  bailoutProgramme: 'RELIEF-2024',
  'beside.measure': 'renewal-volume-with-top-up',
  'borrower.id': exampleUscc,
  borrowerKey: exampleUscc,
  'calendar.code': 'CN',
  cnaps: '102290000012',
  code: 'C1010211000012',
  cumulative: '418200000000.00',
  detail: '1200000.00 is more than the 1000000.00 that is outstanding.',
  digest: 'sha-256=:uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=:',
  disbursementId: 'D-2024-0001',
  distinct: '/borrower/id',
  district: '310115',
  en: 'Shanghai Example Bank',
  eventId: '0191e0a2-0000-7000-8000-000000000001',
  expectedToDate: '490039840637.45',
  fact: 'LoanRenewed',
  flags: 'RNW-W12',
  granted: '100000000.00',
  id: '2024-05-06-000123',
  industry: 'C13',
  institution: 'C1010211000012',
  key: `xk_exmpl_${'0'.repeat(32)}`,
  'keys.institution': 'C1010211000012',
  keyId: 'exmpl',
  label: 'Night run',
  lei: '300300C1AN5VUQF5SH06',
  loanId: 'L-2024-0001',
  measure: 'renewal-volume',
  message: 'must be at most what is outstanding',
  'message.en': 'Renewed amount exceeds the outstanding principal',
  'message.zh': '续贷金额超过未偿还本金',
  'borrower.name': 'Example Manufacturing Ltd.',
  'name.en': 'Shanghai Example Bank',
  'name.zh': '上海示例银行',
  next: '6f1c2a9b7d3e4f50.WyJDMTAxMDIxMTAwMDAxMiIsIkwtMjAyNC0wMDAxIl0',
  noteNo: 'N-2024-0001',
  outstanding: '1000000.00',
  pointer: '/data/renewedAmount',
  position: '18842',
  programme: 'SH24',
  quantity: '3900000.00',
  ratio: '0.4182',
  reason: 'Its contract was stamped first',
  recentPerDay: '3910000000.00',
  remaining: '581800000000.00',
  reportId: '2024-05-06-000123',
  requiredPerDay: '4545312500.00',
  rule: 'RNW-R02',
  scope: 'all branches',
  share: '0.3589',
  stream: 'loan-C1010211000012-L-2024-0001',
  target: 'SH24-RENEW',
  'targets.code': 'SH24-RENEW',
  'targets.name.en': 'Seamless loan renewals',
  'targets.name.zh': '无缝续贷',
  threshold: '1000000000000.00',
  title: 'Renewed amount exceeds the outstanding principal',
  type: 'LoanRenewed',
  used: '12000000.00',
  zh: '上海示例银行',
};

/** For members with other names: the first of these that the schema accepts. */
const candidates = [
  'renewal-volume',
  '1000000.00',
  '0.0500',
  '2024-06-30',
  '2024-06-30T02:15:00.123Z',
  '10:30:00',
  '/data/renewedAmount',
  'LoanRenewed',
  '2024-05-06-000123',
  'application/json',
];

/** Ends the recursion of schemas that refer to themselves, as filters do. */
const deepest = 8;

const takes = ({ pattern, minLength = 0, maxLength = Infinity }: Json, text: unknown): boolean =>
  typeof text === 'string' &&
  text.length >= Number(minLength) &&
  text.length <= Number(maxLength) &&
  (typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text));

const textFor = (schema: Json, path: readonly string[]): string => {
  if (schema.format === 'date') return '2024-06-30';
  if (schema.format === 'date-time') return '2024-06-30T02:15:00.123Z';
  const named = [3, 2, 1].map((parts) => byName[path.slice(-parts).join('.')]);
  return ([...named, ...candidates, 'text'].find((text) => takes(schema, text)) ?? 'text') as string;
};

const typeOf = ({ type }: Json): unknown =>
  Array.isArray(type) ? type.find((each) => each !== 'null') : type;

/** `named`: the schemas of the document by name, for references. */
export const exampleOf = (
  schema: Json,
  named: Readonly<Record<string, Json>>,
  path: readonly string[] = [],
): unknown => {
  const of = (part: unknown, at = path): unknown => exampleOf(part as Json, named, at);
  if (typeof schema.$ref === 'string') return of(named[schema.$ref.split('/').at(-1) ?? ''] ?? {});
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum.find((each) => each !== null) ?? null;
  const either = (schema.oneOf ?? schema.anyOf) as readonly Json[] | undefined;
  if (either) return of(either.find((each) => each.type !== 'null') ?? {});
  // A period is a union of shapes that the document shows as one object, so not all of its members may be given.
  if (path.at(-1) === 'period') return { from: '2024-01-01', to: '2024-12-31' };
  switch (typeOf(schema)) {
    case 'object':
      return Object.fromEntries(
        Object.entries(path.length < deepest ? (schema.properties ?? {}) : {}).map(([member, part]) => [
          member,
          of(part, [...path, member]),
        ]),
      );
    case 'array':
      return path.length < deepest ? [of(schema.items ?? {})] : [];
    case 'string':
      return textFor(schema, path);
    case 'integer':
    case 'number':
      return Math.max(Number(schema.minimum ?? 1), path.at(-1) === 'seq' ? 18_842 : 1);
    case 'boolean':
      return false;
    default:
      return null;
  }
};
