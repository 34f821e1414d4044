import { truncatedDecimal, formatYuan } from '#money';
import { type Planted } from '#testing';
import type { Story } from './stories.js';

// Every measure of the specs written down once more, by looking at all facts and without any definition.

const narrowing = ['institution', 'district', 'industry', 'size', 'bailoutProgramme'] as const;

/** Values asked for; absent: all. */
type Asked = { readonly [Dimension in (typeof narrowing)[number]]?: readonly string[] };

type Data = Readonly<Record<string, unknown>> & {
  readonly borrower: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  readonly programme?: string;
  readonly kind?: string;
};

const fen = (text: unknown): bigint => BigInt(String(text).replace('.', ''));

const counts = ({ kind }: Data): bigint => (kind === 'BRIDGE' ? 1n : 0n);

const flows: Readonly<Record<string, (type: string, data: Data) => bigint>> = {
  'issued-volume': (type, data) => (type === 'LoanIssued' ? fen(data['principal']) : 0n),
  'renewal-volume': (type, data) => (type === 'LoanRenewed' ? fen(data['renewedAmount']) : 0n),
  'renewal-volume-with-top-up': (type, data) =>
    type === 'LoanRenewed' ? fen(data['renewedAmount']) + fen(data['topUpAmount']) : 0n,
  renewals: (type) => (type === 'LoanRenewed' ? 1n : 0n),
  'bailout-volume': (type, data) => {
    if (type === 'BailoutDisbursed') return counts(data) * fen(data['amount']);
    return type === 'BailoutReturned' ? -counts(data) * fen(data['amount']) : 0n;
  },
};

const lent = (type: string, data: Data): bigint => {
  switch (type) {
    case 'LoanOpened':
      return fen(data['outstandingPrincipal']);
    case 'LoanIssued':
      return fen(data['principal']);
    case 'LoanRenewed':
      return fen(data['topUpAmount']);
    case 'LoanRepaid':
    case 'LoanWrittenOff':
      return -fen(data['amount']);
    default:
      return 0n;
  }
};

const dataOf = ({ data }: Planted): Data => data as Data;
const beginning = (story: Story): Data => dataOf(story[0] ?? { type: '', stream: '', data: {} });
const isCancelled = (story: Story): boolean => story.some(({ type }) => type === 'LoanCancelled');
const hasTag = (story: Story, tag: string): boolean => beginning(story).tags?.includes(tag) ?? false;

const passes = (story: Story, asked: Asked): boolean => {
  const [first] = story;
  if (!first) return false;
  const { borrower: of, programme } = beginning(story);
  const dimensions: Readonly<Record<string, string | null | undefined>> = {
    ...of,
    institution: first.institution,
    bailoutProgramme: programme,
  };
  return narrowing.every((dimension) => {
    const value = dimensions[dimension];
    return (
      asked[dimension]?.some(
        (wanted) => wanted === value || (dimension === 'industry' && wanted === value?.[0]),
      ) ?? true
    );
  });
};

/** How many keys are there on some day of the period up to `asOf`. */
const present = (
  all: readonly (readonly [key: string, day: string, step: number])[],
  from: string,
  to: string,
): bigint => {
  const nets = new Map<string, number>();
  for (const [key, day, step] of all)
    if (day >= from && day <= to) nets.set(`${key} ${day}`, (nets.get(`${key} ${day}`) ?? 0) + step);
  return BigInt(new Set([...nets].flatMap(([name, net]) => (net > 0 ? [name.split(' ')[0]] : []))).size);
};

const claimStep = ({ type, data }: Planted): number => {
  if (type === 'FirstTimeRecognised') return 1;
  return type.startsWith('FirstTime') && (data as { readonly held?: boolean }).held === true ? -1 : 0;
};

const latest = (story: Story, asked: Asked, from: string, to: string): bigint | null => {
  const others = narrowing.some((dimension) => dimension !== 'institution' && asked[dimension]);
  const values = new Map<string, readonly [asAt: string, value: bigint]>();
  for (const { institution, data } of story) {
    const { asAt, value, scope = '' } = data as Readonly<Record<string, string>>;
    const wanted = asked.institution?.includes(institution ?? '') ?? true;
    if (others || !wanted || asAt === undefined || asAt < from || asAt > to) continue;
    const name = `${institution} ${scope}`;
    if (asAt >= (values.get(name)?.[0] ?? '')) values.set(name, [asAt, fen(value)]);
  }
  return values.size === 0 ? null : [...values.values()].reduce((sum, [, value]) => sum + value, 0n);
};

/** Measures in the order of `measuredAnew`. */
export const measuredAnew = [
  ...Object.keys(flows),
  'loan-balance',
  'technology-balance-growth',
  'chain-borrowers',
  'first-time-borrowers',
  'green-loan-balance',
] as const;

/** The figures of 2024, growth since the last day of 2023, as of a day. The story of indicators has no borrower. */
export const foldedAnew = (all: readonly Story[], asOf: string, asked: Asked): readonly (string | null)[] => {
  const [from, end] = ['2024-01-01', '2024-12-31'];
  const to = asOf < end ? asOf : end;
  const counted = all.filter((story) => story[0]?.type !== 'IndicatorReported' && passes(story, asked));
  const notCancelled = counted.filter((story) => !isCancelled(story));
  const sum = (
    some: readonly Story[],
    worth: (type: string, data: Data) => bigint,
    after: string,
    until: string,
  ) =>
    some
      .flat()
      .filter(({ on }) => (on ?? '') >= after && (on ?? '') <= until)
      .reduce((total, fact) => total + worth(fact.type, dataOf(fact)), 0n);
  const technology = notCancelled.filter((story) => hasTag(story, 'TECHNOLOGY'));
  const base = sum(technology, lent, '', '2023-12-31');
  const now = sum(technology, lent, '', to);
  const chain = notCancelled
    .filter((story) => hasTag(story, 'CHAIN'))
    .flatMap((story) =>
      story
        .filter(({ type }) => type === 'LoanIssued' || type === 'LoanRenewed')
        .map(({ on }) => [beginning(story).borrower['id'] ?? '', on ?? '', 1] as const),
    );
  const claims = counted.flatMap((story) =>
    story.map((fact) => [beginning(story).borrower['id'] ?? '', fact.on ?? '', claimStep(fact)] as const),
  );
  const green = latest(all.find((story) => story[0]?.type === 'IndicatorReported') ?? [], asked, from, to);
  return [
    ...Object.entries(flows).map(([measure, worth]) => {
      const flow = sum(notCancelled, worth, from, to);
      return measure === 'renewals' ? String(flow) : formatYuan(flow);
    }),
    formatYuan(sum(notCancelled, lent, '', to)),
    base <= 0n || to < '2023-12-31' ? null : truncatedDecimal(now - base, base, 4),
    String(present(chain, from, to)),
    String(present(claims, from, to)),
    green === null ? null : formatYuan(green),
  ];
};
