import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problem } from '#problem-details';
import { problemHeaders, sendProblem } from './problem-answer.js';
import { onNothingMore } from './unread-answers.server.js';

// Problems that the gate answers before a body is read.

export const noRoom = (of: 'work' | 'connections'): Problem =>
  problem('unavailable', {
    detail:
      of === 'work'
        ? 'So much is under way that there is no room for more now. Send the same again.'
        : 'There are more connections than are served. Send the same again over one that is.',
    retryable: true,
  });

export const isStopping = problem('unavailable', {
  detail: 'This registry is being stopped. Send the same again.',
  retryable: true,
});

export const tooLong = (type: string, bytes: number): Problem =>
  problem('too-large', { detail: `A body of ${type} has at most ${bytes} bytes here.` });

export const tooMany = problem('too-many-requests', {
  detail: 'This key made more requests than it may in a second. Send the same again.',
  retryable: true,
});

export const otherOrigin = problem('forbidden', {
  detail: 'A session changes things for pages of this registry alone: send Origin, or the key itself.',
});

/** The least time between two refusals of one sender. */
const betweenMs = 8;

/** Of one sender so many are held at once, so that the last of them waits for four seconds. */
const mostHeld = 512;

/** Of the connection of a request. */
type Connection = Parameters<typeof onNothingMore>[0];

/** Of one sender. */
interface Line {
  /** When the next refusal may be sent. */
  nextAt: number;
  /** In the order in which they came: what sends each. */
  readonly held: Set<() => void>;
}

/**
 * Holds refusals for want of room, by sender. A refusal costs a tenth of the event loop's time for a report, so a sender that is refused
 * and comes back at once would take that time from admitted work. The first refusal is sent at once, each further one after a delay. Of a
 * client that goes away, or closes its side, nothing is held any more, so that those behind it are sent sooner.
 */
export class PacedRefusals {
  private readonly lines = new Map<string, Line>();
  private isOver = false;

  constructor(private readonly most = mostHeld) {}

  /** Until a refusal may be sent, or nobody is there to take it; undefined when so many are held that it is sent at once. */
  turn(sender: string, connection: Connection): Promise<void> | undefined {
    if (this.isOver || connection.destroyed || connection.readableEnded) return Promise.resolve();
    const line = this.lines.get(sender);
    if (!line) return Promise.resolve(this.begin(sender));
    if (line.held.size >= this.most) return undefined;
    return new Promise((done) => {
      const send = (): void => {
        line.held.delete(send);
        stop();
        done();
      };
      line.held.add(send);
      const stop = onNothingMore(connection, send);
    });
  }

  /** Nothing is held any more. */
  end(): void {
    this.isOver = true;
    for (const { held } of this.lines.values()) for (const send of held) send();
  }

  /** Senders of whom something was refused a moment ago. */
  get senders(): number {
    return this.lines.size;
  }

  private begin(sender: string): void {
    const line: Line = { nextAt: performance.now() + betweenMs, held: new Set() };
    this.lines.set(sender, line);
    this.sendNext(sender, line);
  }

  private sendNext(sender: string, line: Line): void {
    const due = (): void => {
      // A timer may be late by many refusals where the event loop is busy.
      for (; line.nextAt <= performance.now(); line.nextAt += betweenMs) {
        const [send] = line.held;
        if (!send) return void this.lines.delete(sender);
        send();
      }
      this.sendNext(sender, line);
    };
    setTimeout(due, line.nextAt - performance.now()).unref();
  }
}

/** A body up to this length is read and discarded, so that the connection can be used again. */
const smallBytes = 64 * 1024;

/** How long a connection is drained before it is closed (lingering close). */
const lingerMs = 2_000;

const isSmall = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? '0') <= smallBytes;

/** A pause between two parts of a drained body, so that many of them leave the event loop to other requests. */
const betweenPartsMs = 40;

/** Discards a body until its end, the end of its connection, or the end of the lingering time. */
const drained = (request: IncomingMessage): Promise<void> =>
  new Promise((done) => {
    const timers = new Set([setTimeout(done, lingerMs)]);
    const end = (): void => {
      for (const timer of timers) clearTimeout(timer);
      done();
    };
    for (const event of ['end', 'error', 'close']) request.once(event, end);
    request.on('data', () => {
      request.pause();
      const timer = setTimeout(() => {
        timers.delete(timer);
        request.resume();
      }, betweenPartsMs);
      timers.add(timer);
    });
  });

/**
 * Sends a problem before the body is read. After a small body the connection stays open. With a large one it is closed, once the body
 * was drained: closing on unread bytes resets the connection, and the client may lose the answer.
 */
export const sendUnread = (
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply => {
  if (isSmall(request)) return sendProblem(reply, problem, headers);
  const text = JSON.stringify(problem);
  // Written past Fastify, which would run the handler where the client leaves before the answer has ended, and answer again.
  reply.hijack();
  reply.raw.writeHead(problem.status, {
    ...problemHeaders(problem),
    ...headers,
    connection: 'close',
    'content-length': Buffer.byteLength(text),
  });
  reply.raw.write(text);
  void drained(request.raw).then(() => reply.raw.end());
  return reply;
};

/** Drains and closes the connection where an answer ended before its request did. */
export const closedWhenUnread = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.raw.once('finish', () => {
    if (!request.raw.readableEnded) void drained(request.raw).then(() => request.raw.socket.destroy());
  });
};
