import type { FastifyReply, FastifyRequest } from 'fastify';
import { pause } from '#wake-up';
import type { LongAnswers } from './long-answers.server.js';

/** The heartbeat keeps proxies from closing a quiet connection, and the key is checked with each part, within five seconds. */
export const usualPace = { pollMs: 500, heartbeatMs: 3_500 };

/** An event with the whole state, so that a client that connects late or again misses nothing. `json`: on one line. */
export const progressEvent = (id: string | number, json: string): string =>
  `id: ${id}\nevent: progress\ndata: ${json}\n\n`;

/** A comment line, which clients ignore. */
export const heartbeat = ': it goes on\n\n';

/** Background work that is polled until it is over. */
interface Followed<Thing> {
  readonly begun: Thing;
  readonly find: () => Promise<Thing | undefined>;
  /** Changes with every state that is worth an event. */
  readonly idOf: (thing: Thing) => string;
  readonly isOver: (thing: Thing) => boolean;
}

/** Server-sent events with the whole state, one for each change until the work is over, and heartbeats in between. */
export async function* eventsOf<Thing>(
  { begun, find, idOf, isOver }: Followed<Thing>,
  gone: AbortSignal,
  { pollMs, heartbeatMs }: typeof usualPace = usualPace,
): AsyncGenerator<string, void, undefined> {
  let sentId = '';
  let sentMs = 0;
  for (let thing: Thing | undefined = begun; thing; thing = await find()) {
    const now = performance.now();
    if (idOf(thing) !== sentId) {
      sentId = idOf(thing);
      yield progressEvent(sentId, JSON.stringify(thing));
      sentMs = now;
    } else if (now - sentMs >= heartbeatMs) {
      yield heartbeat;
      sentMs = now;
    }
    if (isOver(thing) || gone.aborted) return;
    await pause(pollMs, gone);
  }
}

/** What a route of server-sent events declares, and the headers that it sends. */
export const eventStream = {
  requestHeaders: { 'Last-Event-ID': { description: 'Id of the last event that was seen' } },
  answer: (description: string) => ({
    description,
    contentType: 'text/event-stream',
    headers: {
      'X-Accel-Buffering': { description: 'Tells a proxy in front to hold nothing back' },
      'Cache-Control': { description: 'Not to be kept' },
    },
  }),
  sent: {
    type: 'text/event-stream; charset=utf-8',
    headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  },
} as const;

/** What a route of progress events declares, and how it answers. */
export const progressEvents = {
  requestHeaders: eventStream.requestHeaders,
  answers: (thing: string) => ({
    200: eventStream.answer(`Events named \`progress\`; the data of each is ${thing} as it stands`),
    204: { description: 'It has ended, and the last event was seen' },
  }),
  send: async <Thing>(
    request: FastifyRequest,
    reply: FastifyReply,
    longAnswers: LongAnswers,
    followed: Followed<Thing>,
  ): Promise<void> => {
    const { begun, idOf, isOver } = followed;
    if (isOver(begun) && request.headers['last-event-id'] === idOf(begun)) {
      reply.status(204).send();
      return;
    }
    await longAnswers.send(request, reply, {
      kind: 'events',
      ...eventStream.sent,
      parts: (gone) => eventsOf(followed, gone),
    });
  },
};
