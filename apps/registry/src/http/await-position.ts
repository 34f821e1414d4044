import type { IncomingHttpHeaders } from 'node:http';
import { laterPosition } from '#event-log';
import { type Problem, problem } from '#problem-details';

/** The longest `Await-Timeout`, and its default. */
const longestWaitMs = 30_000;
const usualWaitMs = 2_000;

/** `Await-Position` and `Await-Timeout` of a request; `position` undefined: nothing to wait for. */
interface Awaited {
  readonly position: string | undefined;
  readonly timeoutMs: number;
}

const position = /^[1-9]\d{0,17}$/;
const milliseconds = /^\d{1,6}$/;

/** Node joins repeated headers of these names with commas already; its types do not say so. */
const single = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' || header === undefined ? header : header.join(',');

const positionsOf = (header: string): readonly string[] => header.split(',').map((each) => each.trim());

/** The problem with the headers; undefined when they are well-formed or absent. */
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

/** The headers of a request that passed the gate. Of several positions the latest counts, since it covers the others. */
export const awaitedBy = (headers: IncomingHttpHeaders): Awaited => {
  const awaited = single(headers['await-position']);
  const timeout = single(headers['await-timeout']);
  return {
    position: awaited === undefined ? undefined : positionsOf(awaited).reduce(laterPosition),
    timeoutMs: timeout === undefined ? usualWaitMs : Number(timeout),
  };
};
