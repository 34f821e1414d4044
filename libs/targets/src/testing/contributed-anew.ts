import type { Planted } from '#testing';
import type { Story } from './stories.js';

// What each measure of the specs is made up of, written down once more: by looking at all facts known, and without any definition.

/** What a fact that still counts adds on its day. */
export interface Part {
  readonly on: string;
  readonly quantity: bigint;
  readonly key: string;
  readonly dimensions: Readonly<Record<string, string | undefined>>;
  /** Its place in the order of the log. */
  readonly place: number;
}

type Data = Readonly<Record<string, unknown>> & {
  readonly borrower: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
};

const fen = (text: unknown): bigint => BigInt(String(text).replace('.', ''));
const dataOf = ({ data }: Planted): Data => data as Data;

type Worth = (type: string, data: Data) => bigint;

const lent: Worth = (type, data) => {
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

const relief: Worth = (type, data) => {
  if (data['kind'] !== 'BRIDGE') return 0n;
  if (type === 'BailoutDisbursed') return fen(data['amount']);
  return type === 'BailoutReturned' ? -fen(data['amount']) : 0n;
};

const claimed: Worth = (type, data) => {
  if (type === 'FirstTimeRecognised') return 1n;
  return type.startsWith('FirstTime') && data['held'] === true ? -1n : 0n;
};

const added: Readonly<Record<string, { readonly worth: Worth; readonly tag?: string }>> = {
  'issued-volume': { worth: (type, data) => (type === 'LoanIssued' ? fen(data['principal']) : 0n) },
  'renewal-volume-with-top-up': {
    worth: (type, data) =>
      type === 'LoanRenewed' ? fen(data['renewedAmount']) + fen(data['topUpAmount']) : 0n,
  },
  renewals: { worth: (type) => (type === 'LoanRenewed' ? 1n : 0n) },
  'bailout-volume': { worth: relief },
  'loan-balance': { worth: lent },
  'technology-balance': { worth: lent, tag: 'TECHNOLOGY' },
  'chain-borrowers': {
    worth: (type) => (type === 'LoanIssued' || type === 'LoanRenewed' ? 1n : 0n),
    tag: 'CHAIN',
  },
  'first-time-borrowers': { worth: claimed },
};

export const balances = ['loan-balance', 'technology-balance'];
export const distinct = ['chain-borrowers', 'first-time-borrowers'];
export const reportedValues = 'green-loan-balance';
export const measuresAnew = [...Object.keys(added), reportedValues];

/** Parts that count of everything that is known: the facts of each story that are, and where they stand in the log. */
export const partsOf = (
  measure: string,
  stories: readonly Story[],
  placeOf: ReadonlyMap<Planted, number>,
): readonly Part[] =>
  stories.flatMap((story) => {
    const known = story.filter((fact) => placeOf.has(fact));
    const [first] = known;
    if (!first || first.type === 'IndicatorReported') return [];
    const { worth, tag } = added[measure] ?? { worth: () => 0n };
    const { borrower, tags = [], programme } = dataOf(first) as Data & { readonly programme?: string };
    const cancelled = known.some(({ type }) => type === 'LoanCancelled');
    if ((cancelled && measure !== 'first-time-borrowers') || (tag && !tags.includes(tag))) return [];
    return known.map((fact): Part => ({
      on: fact.on ?? '',
      quantity: worth(fact.type, dataOf(fact)),
      key: borrower['id'] ?? '',
      dimensions: {
        institution: first.institution ?? undefined,
        district: borrower['district'],
        industry: borrower['industry'],
        size: borrower['size'],
        bailoutProgramme: programme,
      },
      place: placeOf.get(fact) ?? 0,
    }));
  });

/** Values reported that are known, in the order of the log. */
export const valuesOf = (
  stories: readonly Story[],
  placeOf: ReadonlyMap<Planted, number>,
): readonly (Part & { readonly scope: string })[] =>
  stories.flatMap((story) =>
    story
      .filter((fact) => fact.type === 'IndicatorReported' && placeOf.has(fact))
      .map((fact) => {
        const { asAt = '', value, scope = '' } = fact.data as Readonly<Record<string, string>>;
        return {
          on: asAt,
          quantity: fen(value),
          key: '',
          scope,
          dimensions: { institution: fact.institution ?? undefined },
          place: placeOf.get(fact) ?? 0,
        };
      }),
  );

type Filters = Readonly<Record<string, readonly string[] | undefined>>;

export interface AskedAnew {
  readonly from: string | null;
  readonly to: string;
  readonly filters: Filters;
}

export const isAsked = ({ on, dimensions }: Part, { from, to, filters }: AskedAnew): boolean =>
  (from === null || on >= from) &&
  on <= to &&
  Object.entries(filters).every(
    ([name, wanted]) =>
      wanted === undefined ||
      wanted.some(
        (value) =>
          value === dimensions[name] || (name === 'industry' && value === dimensions['industry']?.[0]),
      ),
  );

/** The first part of each key that is there, on its first day. */
export const firstParts = (parts: readonly Part[]): readonly Part[] => {
  const nets = new Map<string, bigint>();
  for (const { key, on, quantity } of parts) {
    const name = `${key} ${on}`;
    nets.set(name, (nets.get(name) ?? 0n) + quantity);
  }
  const first = new Map<string, Part>();
  for (const part of parts) {
    const before = first.get(part.key);
    const isEarlier =
      before === undefined || part.on < before.on || (part.on === before.on && part.place < before.place);
    if (part.quantity > 0n && (nets.get(`${part.key} ${part.on}`) ?? 0n) > 0n && isEarlier)
      first.set(part.key, part);
  }
  return [...first.values()];
};

/** The latest value of each institution and scope. */
export const latestParts = <One extends Part & { readonly scope: string }>(
  values: readonly One[],
): readonly One[] => {
  const latest = new Map<string, One>();
  for (const value of values.toSorted((a, b) => a.place - b.place)) {
    const name = `${value.dimensions['institution']} ${value.scope}`;
    if (value.on >= (latest.get(name)?.on ?? '')) latest.set(name, value);
  }
  return [...latest.values()];
};

export const sum = (parts: readonly Pick<Part, 'quantity'>[]): bigint =>
  parts.reduce((total, { quantity }) => total + quantity, 0n);

/** What a measure comes to; null where nothing was reported. */
export const figureAnew = (
  measure: string,
  stories: readonly Story[],
  placeOf: ReadonlyMap<Planted, number>,
  asked: AskedAnew,
): bigint | null => {
  if (measure === reportedValues) {
    const values = latestParts(valuesOf(stories, placeOf).filter((value) => isAsked(value, asked)));
    return values.length === 0 ? null : sum(values);
  }
  const parts = partsOf(measure, stories, placeOf).filter((part) => isAsked(part, asked));
  return distinct.includes(measure) ? BigInt(firstParts(parts).length) : sum(parts);
};
