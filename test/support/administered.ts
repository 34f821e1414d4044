/* Every kind of thing that is defined by PUT: a whole with each optional member, and where it is read. */

type Members = Readonly<Record<string, unknown>>;

export interface Administered {
  readonly kind: string;
  readonly by: 'admin' | 'supervisor';
  readonly path: string;
  readonly whole: Members;
  /** Members that may be left out. */
  readonly optional: readonly string[];
  /** What an answer says of an optional member that is not there, where that is not null. */
  readonly absent: Members;
  /** Where it is read, and the members within that answer. */
  readonly readAt: string;
  readonly within: (answer: Members) => Members;
  readonly prepare?: readonly {
    readonly method: 'post' | 'put';
    readonly path: string;
    readonly by: 'admin' | 'supervisor';
    readonly body: Members;
  }[];
}

const itself = (answer: Members): Members => answer;
const named = { name: { zh: '名', en: 'Name' } };
const found =
  (list: string) =>
  (answer: Members): Members =>
    (answer[list] as readonly Members[]).find(({ code }) => code === 'WHOLE') ?? {};

const institution = 'C1010811000017';
const measure = {
  ...named,
  op: 'SUM',
  unit: 'CNY',
  sources: [{ fact: 'LoanWrittenOff', sign: 1, quantity: '/data/amount' }],
  of: null,
  filter: { eq: ['/loan/product', 'TRADE'] },
  distinct: null,
};
const programme = { ...named, from: '2024-01-01', to: '2024-12-31' };

export const administered: readonly Administered[] = [
  {
    kind: 'institution',
    by: 'admin',
    path: `/v1/institutions/${institution}`,
    whole: {
      code: institution,
      ...named,
      kind: 'BANK',
      lei: '300300C1030935001303',
      cnaps: '310290000013',
      reportingFrom: '2024-01-01',
    },
    optional: ['lei', 'cnaps'],
    absent: {},
    readAt: `/v1/institutions/${institution}`,
    within: itself,
    prepare: [
      {
        method: 'post',
        path: '/v1/institutions',
        by: 'admin',
        body: { code: institution, ...named, kind: 'BANK' },
      },
    ],
  },
  {
    kind: 'programme',
    by: 'supervisor',
    path: '/v1/programmes/WHOLE',
    whole: programme,
    optional: [],
    absent: {},
    readAt: '/v1/programmes/WHOLE',
    within: itself,
  },
  {
    kind: 'measure',
    by: 'supervisor',
    path: '/v1/measures/whole',
    whole: measure,
    optional: ['filter'],
    absent: {},
    readAt: '/v1/measures/whole',
    within: itself,
  },
  {
    kind: 'target',
    by: 'supervisor',
    path: '/v1/programmes/TARGETS/targets/WHOLE',
    whole: {
      ...named,
      measure: 'issued-volume',
      unit: 'CNY',
      comparator: 'INFO',
      threshold: '5.00',
      period: { from: '2024-01-01', to: '2024-12-31' },
      base: null,
      filter: { eq: ['/dimensions/district', '310115'] },
      tolerance: null,
      path: Array.from({ length: 12 }, () => '1'),
      beside: ['renewal-volume'],
    },
    optional: ['threshold', 'filter', 'path', 'beside'],
    absent: { beside: [] },
    readAt: '/v1/programmes/TARGETS',
    within: found('targets'),
    prepare: [{ method: 'put', path: '/v1/programmes/TARGETS', by: 'supervisor', body: programme }],
  },
  {
    kind: 'bailout programme',
    by: 'supervisor',
    path: '/v1/bailout/programmes/WHOLE',
    whole: { ...programme, cap: '5.00' },
    // A cap neither comes nor goes (BLO-R06).
    optional: [],
    absent: {},
    readAt: '/v1/bailout/programmes',
    within: found('items'),
  },
];
