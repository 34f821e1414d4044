import { createHash } from 'node:crypto';
import { kinds, type Member, type Strand, type QuarterReport } from './members.js';
import { strands } from './strands.js';

/** Members of answers that the quarter looks at. */
export interface Body {
  readonly [member: string]: unknown;
  readonly key: string;
  readonly position: string;
  readonly status: string;
}

interface Answer {
  readonly status: number;
  readonly body: Body;
}

/** The registry, wherever it runs. */
export type Ask = (
  method: 'get' | 'post' | 'put',
  path: string,
  asking: {
    readonly key?: string;
    readonly body?: unknown;
    readonly type?: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
) => Promise<Answer>;

export interface Keys {
  readonly supervisor: string;
  readonly ofMembers: Readonly<Record<Member, string>>;
}

/** As they are written. */
export const inOrder: readonly QuarterReport[] = strands.flat();

/** In another order, the same for the same seed; within each strand as written. */
export const shuffled = (seed: number, among: readonly Strand[] = strands): readonly QuarterReport[] => {
  const turns = among.flatMap((strand, place) =>
    strand.map((_, turn) => ({
      place,
      at: createHash('sha256').update(`${seed} ${place} ${turn}`).digest('hex'),
    })),
  );
  turns.sort((a, b) => (a.at < b.at ? -1 : 1));
  const taken = among.map(() => 0);
  return turns.map(({ place }) => {
    const next = among[place]?.[taken[place] ?? 0];
    if (!next) throw new Error('A strand has as many turns as reports.');
    taken[place] = (taken[place] ?? 0) + 1;
    return next;
  });
};

const bodyOf = (allowed: readonly number[], { status, body }: Answer): Body => {
  if (!allowed.includes(status)) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
};

/** Members, their keys, bailout programmes and allocations. */
export const prepareQuarter = async (ask: Ask): Promise<Keys> => {
  const keyFor = async (body: object): Promise<string> =>
    bodyOf([201], await ask('post', '/v1/keys', { body: { label: 'quarter', ...body } })).key;
  const ofMembers: Partial<Record<Member, string>> = {};
  for (const [code, kind] of Object.entries(kinds)) {
    const body = { code, name: { zh: code, en: code }, kind };
    bodyOf([200, 201], await ask('post', '/v1/institutions', { body }));
    ofMembers[code as Member] = await keyFor({ role: 'bank', institution: code });
  }
  const supervisor = await keyFor({ role: 'supervisor' });
  const programme = { from: '2024-01-01', to: '2024-12-31' };
  const put = (code: string, body: object) =>
    ask('put', `/v1/bailout/programmes/${code}`, { key: supervisor, body: { ...programme, ...body } });
  bodyOf([201], await put('RELIEF24', { name: { zh: '纾困', en: 'Relief' }, cap: '5000000.00' }));
  bodyOf([201], await put('OPEN24', { name: { zh: '担保', en: 'Guaranteed relief' } }));
  for (const [institution, amount] of [
    ['C1010211000012', '2000000.00'],
    ['Z0011111000018', '1000000.00'],
  ])
    bodyOf(
      [201],
      await ask('post', '/v1/bailout/allocations', {
        key: supervisor,
        headers: { 'idempotency-key': `quarter-${institution}` },
        body: { programme: 'RELIEF24', institution, amount },
      }),
    );
  return { supervisor, ofMembers: ofMembers as Keys['ofMembers'] };
};

/** Tells one report, again and again while the answer is not known; gives its position, or null when it is refused. */
const tellOne = async (
  ask: Ask,
  keys: Keys,
  { member, report, refused, flags }: QuarterReport,
): Promise<string | null> => {
  for (;;) {
    const { status, body } = await ask('post', '/v1/events', {
      key: keys.ofMembers[member],
      type: 'application/cloudevents+json',
      body: report,
    });
    if (status === 503) continue;
    const expected = refused === undefined ? status === 201 || status === 200 : body['rule'] === refused;
    if (!expected || (flags && JSON.stringify(body['flags']) !== JSON.stringify(flags)))
      throw new Error(`${status} ${JSON.stringify(body)} to ${JSON.stringify(report)}`);
    return refused === undefined ? body.position : null;
  }
};

/** Tells them one after another; gives the positions to wait for. */
export const tell = async (ask: Ask, keys: Keys, output: readonly QuarterReport[]): Promise<string> => {
  const positions: string[] = [];
  for (const each of output) {
    const position = await tellOne(ask, keys, each);
    if (position !== null) positions.push(position);
  }
  return positions.slice(-20).join(', ');
};
