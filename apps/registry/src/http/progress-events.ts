import type { FastifyReply, FastifyRequest } from 'fastify';
import { pause } from '#wake-up';
import type { LongAnswers } from './long-answers.server.js';

/**
 * A silent connection looks dead to what stands in between, so that something is said from time to time; and with each thing
 * said the key is looked at, which stops within five seconds once it is revoked.
 */
export const usualPace = { pollMs: 500, heartbeatMs: 3_500 };

/** Told whole, so that a reader who comes late or again misses nothing. `json`: on one line. */
export const progressEvent = (id: string | number, json: string): string =>
  `id: ${id}\nevent: progress\ndata: ${json}\n\n`;

/** A comment: nothing new, and the connection is in use. */
export const heartbeat = ': it goes on\n\n';

/** What goes on in the background and is asked for until it is over. */
interface Followed<Thing> {
  readonly begun: Thing;
  readonly find: () => Promise<Thing | undefined>;
  /** Changes whenever there is something new to tell. */
  readonly idOf: (thing: Thing) => string;
  readonly isOver: (thing: Thing) => boolean;
}

/**
 * Server-sent events: the thing as it stands whenever it has changed, until it is over. Each tells everything, so that a reader who
 * comes late or again misses nothing.
 */
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

/** What a route that tells events declares, and what it sends before the first of them. */
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

/** What a route of progress declares, and how it answers. */
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
