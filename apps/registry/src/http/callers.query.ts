import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { KeyRing, type Principal, Sessions } from '#access';

/** A browser sends the second only over TLS, and takes it from this host alone (RFC 6265bis, 4.1.3). */
const cookieNames = { plain: 'xudai-session', secure: '__Host-xudai-session' } as const;

/** The token of the session in the cookies that came along. */
export const sessionTokenIn = ({ cookie = '' }: IncomingHttpHeaders): string | undefined => {
  const pairs = cookie.split(';').map((pair) => pair.trim().split('='));
  const named = (name: string): string | undefined => pairs.find(([each]) => each === name)?.[1];
  return named(cookieNames.secure) ?? named(cookieNames.plain);
};

/** Not in reach of a script, and sent by pages of this host alone. Without a token it takes the cookie away. */
export const sessionCookie = (isSecure: boolean, token: string, lastsS: number): string =>
  [
    `${isSecure ? cookieNames.secure : cookieNames.plain}=${token}`,
    'Path=/',
    `Max-Age=${lastsS}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');

/** A key that is named goes before a session. */
export const callsBySession = (headers: IncomingHttpHeaders): boolean =>
  headers.authorization === undefined && sessionTokenIn(headers) !== undefined;

/** Whether a browser says that a page of this very origin asks; one that says neither is too old to be believed, and no browser. */
export const isFromOwnPage = (headers: IncomingHttpHeaders): boolean => {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return origin !== undefined && origin.replace(/^https?:\/\//, '') === host;
};

/** Who calls: whoever comes with a key, or with a session that was begun with one. Either ends with the key. */
@Injectable()
export class Callers {
  constructor(
    private readonly keys: KeyRing,
    private readonly sessions: Sessions,
  ) {}

  async authenticate(headers: IncomingHttpHeaders): Promise<Principal | undefined> {
    const token = headers.authorization === undefined ? sessionTokenIn(headers) : undefined;
    if (token === undefined) return this.keys.authenticate(headers.authorization);
    const signedIn = await this.sessions.signedInBy(token);
    return signedIn && this.keys.principalOf(signedIn.keyId);
  }
}
