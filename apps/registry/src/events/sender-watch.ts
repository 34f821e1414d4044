import type { FastifyRequest } from 'fastify';
import type { Callers } from '../http/callers.query.js';
import { type ReportBody, silenceMs } from './report-body.js';

/** How often sender and key are looked at; a revoked key ends what it sends within five seconds. */
const lookEveryMs = 1_000;

/** From outside of what is read: neither a quiet sender nor one that does not read keeps this back. */
export const watchSender = (
  callers: Pick<Callers, 'authenticate'>,
  { headers }: FastifyRequest,
  body: ReportBody,
): NodeJS.Timeout => {
  const look = async (): Promise<void> => {
    if (body.silentMs() >= silenceMs) body.stop('silent');
    if ((await callers.authenticate(headers)) === undefined) body.stop('revoked');
  };
  // Where the key cannot be looked at, nothing can be recorded either.
  return setInterval(() => void look().catch(() => undefined), lookEveryMs).unref();
};
