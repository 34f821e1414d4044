/*
 * What a line of the access matrix says: who may call a route, and what it shows of a bank's own things, of another bank's, and
 * of things that do not exist.
 */

export const roles = ['bank', 'supervisor', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

export const own = 'C1010211000012';
export const foreign = 'C1010311000013';
export const unknown = 'C1010411000014';

/** Whose thing a path names. */
export type Whose = 'own' | 'foreign' | 'none';
/** A figure is asked of everybody together too, and of a part of everybody. */
export type Part = Whose | 'all' | 'cut';

/** `pass`: gets beyond the gate, whatever the answer then is; a number: exactly that status. */
export type Expected = 'pass' | number;

interface Call {
  readonly path: string;
  readonly expected: Readonly<Record<Role, Expected>>;
}

export interface Line {
  /** Method and path as declared. */
  readonly route: string;
  /** Roles that may call it; all of them and nobody in particular where no key is needed. */
  readonly access: readonly Role[] | 'public';
  /** Things of one bank each, lists that can be narrowed to a bank, or neither. */
  readonly kind: 'thing' | 'list' | 'common';
  readonly calls: Readonly<Partial<Record<Part, Call>>>;
}

export const readers = ['bank', 'supervisor', 'auditor'] as const;
export const banks = ['bank'] as const;
export const overseers = ['supervisor', 'auditor'] as const;
export const supervisors = ['supervisor'] as const;
export const auditors = ['auditor'] as const;
export const administrators = ['admin'] as const;

const expecting = (
  access: readonly Role[],
  bank: Expected,
  others: Expected,
): Readonly<Record<Role, Expected>> => {
  const of = (role: Role): Expected => (access.includes(role) ? (role === 'bank' ? bank : others) : 403);
  return { bank: of('bank'), supervisor: of('supervisor'), auditor: of('auditor'), admin: of('admin') };
};

/** The same to all who may call it. */
export const common = (access: readonly Role[], route: string, path = route.split(' ')[1] ?? ''): Line => ({
  route,
  access,
  kind: 'common',
  calls: { own: { path, expected: expecting(access, 'pass', 'pass') } },
});

export const open = (route: string, path = route.split(' ')[1] ?? ''): Line => ({
  route,
  access: 'public',
  kind: 'common',
  calls: { own: { path, expected: expecting(roles, 'pass', 'pass') } },
});

/** Another bank's is, to a bank, one that does not exist. */
export const thing = (
  access: readonly Role[],
  route: string,
  pathOf: (institution: string, whose: Whose) => string,
): Line => ({
  route,
  access,
  kind: 'thing',
  calls: {
    own: { path: pathOf(own, 'own'), expected: expecting(access, 200, 200) },
    foreign: { path: pathOf(foreign, 'foreign'), expected: expecting(access, 404, 200) },
    none: { path: pathOf(unknown, 'none'), expected: expecting(access, 404, 404) },
  },
});

/** Another bank's part of a list is, to a bank, empty. */
export const list = (route: string): Line => {
  const path = route.split(' ')[1] ?? '';
  const call = (institution: string): Call => ({
    path: `${path}?institution=${institution}`,
    expected: expecting(readers, 200, 200),
  });
  return {
    route,
    access: readers,
    kind: 'list',
    calls: { own: call(own), foreign: call(foreign), none: call(unknown) },
  };
};

/** A figure of everybody: a bank that narrows it may narrow it only to itself; where it must, it may not see the whole. */
export const figure = (
  access: readonly Role[],
  route: string,
  path: string,
  { whole, answered }: { readonly whole: Expected; readonly answered: Expected },
): Line => {
  const call = (query: string, bank: Expected): Call => ({
    path: path.includes('?') ? `${path}${query.replace('?', '&')}` : `${path}${query}`,
    expected: expecting(access, bank, answered),
  });
  return {
    route,
    access,
    kind: 'common',
    calls: {
      own: call(`?institution=${own}`, answered),
      foreign: call(`?institution=${foreign}`, 403),
      none: call(`?institution=${unknown}`, 403),
      all: call('', whole),
      cut: call('?district=310115', 403),
    },
  };
};
