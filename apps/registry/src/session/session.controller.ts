import { Controller, Inject, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { KeyRing, type Principal, Sessions } from '#access';
import { type Session, sessionShape } from '#contract';
import { problem } from '#problem-details';
import { KeyQuery } from '#register-book';
import { endedKey, isFromOwnPage, sessionCookie, sessionTokenIn } from '../http/callers.query.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { RateLimit, rateHeaders, retryAfter } from '../http/rate-limit.js';
import { Caller, CheckedBody } from '../http/request-checks.controller.js';
import { access, Route } from '../http/route.controller.js';
import type { HeaderDeclaration } from '../http/route-declaration.js';

/** How clients reach the registry: over TLS of its own, over a proxy, or neither. */
export abstract class Reached {
  abstract readonly isSecure: boolean;
  abstract readonly byProxy: boolean;
}

const signInBody = z
  .strictObject({
    key: z.string().max(200).exactOptional(),
    link: z.string().max(200).exactOptional().meta({ description: 'Of a link that signs in once' }),
  })
  .refine(({ key, link }) => (key === undefined) !== (link === undefined), 'must hold either key or link')
  .meta({ id: 'SignIn' });

const withCookie: Readonly<Record<string, HeaderDeclaration>> = {
  'Set-Cookie': { description: 'The session, out of reach of scripts', required: true },
};

/**
 * The rate limit of attempts with wrong keys by address, and of sign-ins by key. Keys cannot be guessed; the limit bounds the load of
 * attempts. Valid keys are not limited by address, so that people behind the same address still sign in.
 */
const perSecond = 5;

const unknown = problem('unauthenticated', { detail: 'This key or link is none, or is not valid any more.' });

/** Signs in to the console, and out of it. */
@Controller('v1/session')
export class SessionController {
  private readonly attempts = new RateLimit(perSecond);

  constructor(
    private readonly keys: KeyRing,
    private readonly sessions: Sessions,
    private readonly queries: QueryBus,
    @Inject(Reached) private readonly reached: Reached,
  ) {}

  @Route('POST', '', {
    operationId: 'beginSession',
    summary: {
      en: 'Sign in with a key, for pages of this registry; the answer sets a cookie that stands for the key',
      zh: '以密钥登录，供本系统页面使用；应答设置代表该密钥的 Cookie',
    },
    access: 'public',
    body: { 'application/json': signInBody },
    headers: { Origin: { description: 'This registry, as browsers say', required: true } },
    answers: {
      201: {
        description: 'Signed in',
        schema: sessionShape,
        headers: {
          ...withCookie,
          'Cache-Control': { description: 'Kept by nobody on the way', required: true },
        },
      },
    },
    problems: [401, 403, 422, 429],
  })
  async begin(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CheckedBody() body: z.infer<typeof signInBody>,
  ): Promise<Session> {
    if (!isFromOwnPage(request.headers))
      throw new ProblemAnswer(problem('forbidden', { detail: 'Only pages of this registry sign in.' }));
    const keyId = await this.keyIdIn(body);
    if (keyId === undefined) {
      this.refuseTooMany('address', this.addressOf(request));
      const isEnded = body.key !== undefined && (await this.keys.isEnded(body.key.trim()));
      throw new ProblemAnswer(isEnded ? endedKey : unknown, { 'www-authenticate': 'Bearer' });
    }
    // A link is redeemed by now and cannot be used again, so it is not refused here.
    if (body.link === undefined) this.refuseTooMany('key', keyId);
    const { expiresAt } = await this.validKey(keyId);
    const { token, endsAtMs, lastsMs } = await this.sessions.begin(keyId, expiresAt);
    reply
      .status(201)
      .header('cache-control', 'no-store')
      .header('set-cookie', sessionCookie(this.reached.isSecure, token, Math.floor(lastsMs / 1_000)));
    return this.sessionOf(keyId, endsAtMs);
  }

  @Route('GET', '', {
    operationId: 'getSession',
    summary: { en: 'Who calls, and until when', zh: '当前调用者及会话期限' },
    access: access.everyRole,
    answers: { 200: { description: 'The caller', schema: sessionShape } },
  })
  async read(@Req() { headers }: FastifyRequest, @Caller() { keyId }: Principal): Promise<Session> {
    const token = headers.authorization === undefined ? sessionTokenIn(headers) : undefined;
    const signedIn = token === undefined ? undefined : await this.sessions.signedInBy(token);
    return this.sessionOf(keyId, signedIn?.endsAtMs);
  }

  @Route('DELETE', '', {
    operationId: 'endSession',
    summary: {
      en: 'Sign out: the session ends at once, on every process',
      zh: '退出登录：会话立即在所有进程结束',
    },
    access: access.everyRole,
    answers: { 204: { description: 'Signed out', headers: withCookie } },
  })
  async end(
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = sessionTokenIn(headers);
    if (token !== undefined) await this.sessions.end(token);
    reply.status(204).header('set-cookie', sessionCookie(this.reached.isSecure, '', 0));
  }

  private addressOf({ headers, ip }: FastifyRequest): string {
    const forwarded = this.reached.byProxy ? headers['x-forwarded-for'] : undefined;
    return [forwarded ?? []].flat().join(',').split(',').at(-1)?.trim() || ip;
  }

  private refuseTooMany(of: 'address' | 'key', whose: string): void {
    const taken = this.attempts.take(`${of} ${whose}`, performance.now());
    if (taken.isWithin) return;
    const detail =
      of === 'address' ? 'Too many wrong keys came from this address.' : 'Too many sessions of this key.';
    throw new ProblemAnswer(problem('too-many-requests', { detail, retryable: true }), {
      ...rateHeaders(this.attempts, taken, of),
      'retry-after': retryAfter(taken),
    });
  }

  private async keyIdIn({ key, link }: z.infer<typeof signInBody>): Promise<string | undefined> {
    const principal =
      key === undefined ? await this.redeemed(link ?? '') : await this.keys.principalWith(key.trim());
    return principal?.keyId;
  }

  private async redeemed(link: string): Promise<Principal | undefined> {
    const keyId = await this.sessions.redeem(link);
    return keyId === undefined ? undefined : this.keys.principalOf(keyId);
  }

  private async validKey(keyId: string) {
    const key = await this.keys.valid(keyId);
    // It was valid when the request was let in.
    if (key === undefined) throw new ProblemAnswer(endedKey, { 'www-authenticate': 'Bearer' });
    return key;
  }

  private async sessionOf(keyId: string, endsAtMs: number | undefined): Promise<Session> {
    const { role, institution, label, expiresAt } = await this.validKey(keyId);
    const shown = await this.queries.execute(new KeyQuery(keyId));
    const endsAt = endsAtMs === undefined ? null : new Date(endsAtMs).toISOString();
    return {
      role,
      institution,
      keyId,
      label,
      keyExpiresAt: expiresAt,
      keyLastUsedAt: shown?.lastUsedAt ?? null,
      endsAt,
    };
  }
}
