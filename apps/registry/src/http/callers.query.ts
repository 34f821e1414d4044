import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { KeyRing, type Principal, Sessions } from '#access';
import { type Problem, problem } from '#problem-details';

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
