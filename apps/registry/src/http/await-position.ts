import type { IncomingHttpHeaders } from 'node:http';
import { laterPosition } from '#event-log';
import { type Problem, problem } from '#problem-details';

/** Waiting for a position: at most this long, and as long as this without `Await-Timeout`. */
const longestWaitMs = 30_000;
const usualWaitMs = 2_000;

/** What `Await-Position` and `Await-Timeout` ask for; `position` undefined: nothing to wait for. */
interface Awaited {
  readonly position: string | undefined;
  readonly timeoutMs: number;
}

const position = /^[1-9]\d{0,17}$/;
const milliseconds = /^\d{1,6}$/;

/** Node hands over repeated headers of other names as one list already; its types do not say so. */
const single = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' || header === undefined ? header : header.join(',');

const positionsOf = (header: string): readonly string[] => header.split(',').map((each) => each.trim());

/** What is wrong with the headers; undefined when they are well-formed, or absent. */
export const awaitFault = (headers: IncomingHttpHeaders): Problem | undefined => {
  const awaited = single(headers['await-position']);
  if (awaited !== undefined && !positionsOf(awaited).every((each) => position.test(each)))
    return problem('invalid-request', {
      detail: 'Await-Position is a position that an answer named, or several with commas between.',
    });
  const timeout = single(headers['await-timeout']);
  if (timeout !== undefined && (!milliseconds.test(timeout) || Number(timeout) > longestWaitMs))
    return problem('invalid-request', {
      detail: `Await-Timeout is a whole number of ms from 0 to ${longestWaitMs}.`,
    });
  return undefined;
};

/** The headers of a request that the gate let through. Of several positions the last: who has passed it has passed them all. */
export const awaitedBy = (headers: IncomingHttpHeaders): Awaited => {
  const awaited = single(headers['await-position']);
  const timeout = single(headers['await-timeout']);
  return {
    position: awaited === undefined ? undefined : positionsOf(awaited).reduce(laterPosition),
    timeoutMs: timeout === undefined ? usualWaitMs : Number(timeout),
  };
};
