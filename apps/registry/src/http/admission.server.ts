import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '#access';
import type { Admission, Work } from './admission.js';
import {
  batchType,
  bodyLimitOf,
  isStreamed,
  mostReports,
  senderOf,
  type WorkKind,
} from './request-bounds.js';
import type { PacedRefusals } from './early-refusals.js';
import { declarationOf, isReading, mediaTypeOf } from './request-checks.controller.js';
import type { Lease } from './request-counts.js';
import { AnswerInPieces } from './time-slices.js';

/** Reports are hardly shorter than this: until a batch is parsed, its length bounds the number of reports in it. */
const shortestReportBytes = 400;

/** Of a stream so much is under way at most, however long it is. */
const streamBytes = 4 * 1024 * 1024;

/** What a request holds while it is under way. */
interface Held {
  readonly lease: Lease;
  /** The handler works on it, whether or not anybody waits for the answer. */
  /** A stream of reports holds its place until its answer is whole; other long answers are counted by themselves. */
  readonly isStream: boolean;
  isHandled: boolean;
  isAnswered: boolean;
  isClosed: boolean;
}

const held = new WeakMap<FastifyRequest, Held>();

/** Work ends when the answer was taken or its connection closed, but not while a handler is still at it. */
const settle = ({ lease, isHandled, isAnswered, isClosed }: Held): void => {
  if (isClosed && (isAnswered || !isHandled)) lease.release();
};

/** What a body holds at most, before it is read: one of unknown length is as long as it may be. */
const bytesOf = (request: FastifyRequest): number => {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  return encoding === undefined ? Number(length ?? '0') : bodyLimitOf(mediaTypeOf(request));
};

const intakeKindOf = (type: string): WorkKind => {
  if (isStreamed(type)) return 'streams';
  return type === batchType ? 'batches' : 'singles';
};

const kindOf = (request: FastifyRequest): Work['kind'] => {
  if (declarationOf(request).intake) return intakeKindOf(mediaTypeOf(request));
  if (!isReading(request)) return 'changes';
  const waits =
    request.headers['await-position'] !== undefined ||
    Object.hasOwn(request.query as Record<string, unknown>, 'knownAt');
  return waits ? 'waits' : 'reads';
};

const workOf = (request: FastifyRequest, principal: Principal): Work => {
  const kind = kindOf(request);
  const bytes = kind === 'streams' ? streamBytes : bytesOf(request);
  const parts = kind === 'batches' ? Math.min(mostReports, Math.ceil(bytes / shortestReportBytes)) : 1;
  return { kind, sender: senderOf(principal), parts: Math.max(1, parts), bytes };
};

/** Who waited for so long to be looked at is late already. */
const mostWaitedMs = 30;

interface AdmissionParts {
  readonly admission: Admission;
  readonly refusals: PacedRefusals;
  /** When the request came. */
  readonly cameAt: number;
  readonly waiting: NonNullable<Work['waiting']>;
}

/**
 * Lets a request in, or not, and then takes its time to say so. What it holds is given back once, however it ends.
 */
export const admitRequest = async (
  { admission, refusals, cameAt, waiting }: AdmissionParts,
  request: FastifyRequest,
  reply: FastifyReply,
  principal: Principal,
): Promise<'admitted' | Work['kind']> => {
  const isLate = performance.now() - cameAt > mostWaitedMs;
  const work = { ...workOf(request, principal), isLate, waiting };
  const settled = admission.admitSettled(work);
  const lease = settled instanceof Promise ? await settled : settled;
  if (!lease) {
    const turnedAway = admission.turnAway(work);
    const turn = refusals.turn(work.sender, request.raw.socket);
    if (turn) await turn;
    else reply.header('connection', 'close');
    turnedAway.release();
    return work.kind;
  }
  const own: Held = {
    lease,
    isStream: work.kind === 'streams',
    isHandled: false,
    isAnswered: false,
    isClosed: false,
  };
  held.set(request, own);
  const { socket } = request.raw;
  const closed = (): void => {
    socket.off('close', closed);
    reply.raw.off('close', closed);
    own.isClosed = true;
    settle(own);
  };
  // The reply of a pipelined request that waits behind another one has no event when the connection closes.
  socket.once('close', closed);
  reply.raw.once('close', closed);
  if (socket.destroyed) closed();
  return 'admitted';
};

/** How many reports a batch holds is known once it is parsed. */
export const correctReports = (request: FastifyRequest, reports: number, bytes: number): void =>
  held.get(request)?.lease.correct({ parts: reports, bytes });

/** Follows every request that was let in to its end. */
export const addAdmission = (server: FastifyInstance): void => {
  server.addHook('preValidation', (request, reply, done) => {
    const own = held.get(request);
    if (own) own.isHandled = true;
    // Nobody is there any more to whom it could be answered, and nothing was begun.
    if (own?.isClosed) {
      own.lease.release();
      reply.hijack();
    }
    done();
  });
  server.addHook('onSend', (request, _reply, payload, done) => {
    const own = held.get(request);
    if (own) {
      own.isAnswered = true;
      const isCountedElsewhere = payload instanceof Readable && !(payload instanceof AnswerInPieces);
      if (isCountedElsewhere && !own.isStream) own.lease.release();
      else settle(own);
    }
    done(null, payload);
  });
};
