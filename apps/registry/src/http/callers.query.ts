import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type pg from 'pg';
import { KeyRing, type Principal, Sessions } from '#access';
import { type Clock, formatInstant } from '#calendar';
import type { DimensionFilters } from '#figures';
import type { Headroom } from '#headroom';
import type { OutageLines } from '#outages';
import { type Problem, problem } from '#problem-details';
import { touchKey } from '#register-book';
import { ProblemAnswer } from './problem-answer.js';

/** With the prefix `__Host-` a browser sends the cookie over TLS only, and accepts it from this host only (RFC 6265bis, 4.1.3). */
const cookieNames = { plain: 'xudai-session', secure: '__Host-xudai-session' } as const;

/** The session's token in the request's cookies. */
export const sessionTokenIn = ({ cookie = '' }: IncomingHttpHeaders): string | undefined => {
  const pairs = cookie.split(';').map((pair) => pair.trim().split('='));
  const named = (name: string): string | undefined => pairs.find(([each]) => each === name)?.[1];
  return named(cookieNames.secure) ?? named(cookieNames.plain);
};

/** A `Set-Cookie` header that scripts cannot read and only pages of this host send. An empty token with 0 s deletes the cookie. */
export const sessionCookie = (isSecure: boolean, token: string, lastsS: number): string =>
  [
    `${isSecure ? cookieNames.secure : cookieNames.plain}=${token}`,
    'Path=/',
    `Max-Age=${lastsS}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');

/** Whether the session authenticates the request. A key in `Authorization` takes precedence. */
export const callsBySession = (headers: IncomingHttpHeaders): boolean =>
  headers.authorization === undefined && sessionTokenIn(headers) !== undefined;

/** Whether a page of this origin made the request, by `Sec-Fetch-Site` or else `Origin`. Without either it counts as foreign (CSRF). */
export const isFromOwnPage = (headers: IncomingHttpHeaders): boolean => {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return origin !== undefined && origin.replace(/^https?:\/\//, '') === host;
};

/** The problems of a session, or its key, that is no longer valid: the first is solved by signing in again, the other by a new key. */
const endedProblems = {
  session: problem('unauthenticated', { detail: 'The session is over. Sign in again.', ended: 'session' }),
  key: problem('unauthenticated', {
    detail: 'The key is not valid any more: it was revoked, or its time is over.',
    ended: 'key',
  }),
} as const;

export const endedKey = endedProblems.key;

/** Authenticates requests by a key, or by a session that was begun with one. A session ends with its key. */
@Injectable()
export class Callers {
  constructor(
    private readonly keys: KeyRing,
    private readonly sessions: Sessions,
  ) {}

  authenticate(headers: IncomingHttpHeaders): Promise<Principal | undefined> {
    const token = headers.authorization === undefined ? sessionTokenIn(headers) : undefined;
    return token === undefined ? this.keys.authenticate(headers.authorization) : this.signedInBy(token);
  }

  private async signedInBy(token: string): Promise<Principal | undefined> {
    const signedIn = await this.sessions.signedInBy(token);
    return signedIn && this.keys.principalOf(signedIn.keyId);
  }

  /** Why these headers authenticate nobody. Nothing more is disclosed about a named key. */
  async refusalOf(headers: IncomingHttpHeaders): Promise<Problem> {
    const token = headers.authorization === undefined ? sessionTokenIn(headers) : undefined;
    if (token === undefined) return problem('unauthenticated');
    return endedProblems[(await this.sessions.signedInBy(token)) ? 'key' : 'session'];
  }
}

/** Often enough to find unused keys. */
const noteEveryMs = 60_000;

/** Records when a key was last used, in the background. */
export class KeyUse {
  private readonly noted = new LRUCache<string, true>({ max: 10_000, ttl: noteEveryMs });

  constructor(
    private readonly pool: pg.Pool,
    private readonly outages: OutageLines,
    private readonly headroom: Pick<Headroom, 'mayWrite'>,
    private readonly clock: Clock,
  ) {}

  note(keyId: string): void {
    if (this.noted.has(keyId) || !this.headroom.mayWrite(performance.now())) return;
    this.noted.set(keyId, true);
    touchKey(this.pool, keyId, formatInstant(this.clock.now())).catch((error: unknown) => {
      this.noted.delete(keyId);
      this.outages.setback(error, 'when a key was last used could not be noted');
    });
  }
}

/** The institutions that a list may show: a bank sees its own alone. Undefined means all; an empty list gives an empty page. */
const visibleInstitutions = (
  caller: Principal,
  asked: readonly string[] | undefined,
): readonly string[] | undefined => {
  if (caller.institution === null) return asked;
  return asked === undefined || asked.includes(caller.institution) ? [caller.institution] : [];
};

/** The filters of a list, restricted to what the caller may see, with the default page size. */
export const askedOfOwn = <
  Asked extends { readonly institution?: readonly string[]; readonly limit?: number },
>(
  caller: Principal,
  { institution, limit = 100, ...asked }: Asked,
): Omit<Asked, 'institution' | 'limit'> & {
  readonly institution?: readonly string[];
  readonly limit: number;
} => {
  const visible = visibleInstitutions(caller, institution);
  return { ...asked, ...(visible === undefined ? {} : { institution: visible }), limit };
};

export const maySee = (caller: Principal, institution: string): boolean =>
  caller.institution === null || caller.institution === institution;

/** All roles read the progress of everybody together. A bank may narrow it to itself only, so that it learns nothing of another. */
export const allowedFilters = (caller: Principal, filters: DimensionFilters): DimensionFilters => {
  if (caller.institution === null) return filters;
  const own = caller.institution;
  const { institution = [], ...others } = filters;
  const foreign =
    institution.some((code) => code !== own) || Object.values(others).some((list) => list.length > 0);
  if (foreign)
    throw new ProblemAnswer(
      problem('forbidden', { detail: 'A bank narrows progress only by its own institution.' }),
    );
  return institution.length === 0 ? {} : { institution };
};
