import { BackOff, pause, retried } from '#wake-up';
import type { Output } from './output.process.js';
import { Refused, Unreachable } from './registry.client.js';

/** Of answers that say nothing against what was sent. */
const passing = new Set([408, 429, 500, 502, 503, 504, 507]);

/** Nothing is said against what was sent: the same may be asked again. */
export const isPassing = (error: unknown): error is Refused | Unreachable =>
  error instanceof Unreachable || (error instanceof Refused && passing.has(error.status));

/** What goes on in the registry, and is asked for until it is over. */
interface Followed<Thing> {
  readonly begun: Thing;
  readonly find: () => Promise<Thing>;
  readonly isOver: (thing: Thing) => boolean;
  readonly onProgress: (thing: Thing) => void;
  readonly pollMs?: number;
}

/**
 * Asks again until it is answered, or nothing came of it for so long: a registry that starts anew, or has no place at the moment, is
 * waited for. The first question of all is asked once, so that a wrong address fails at once.
 */
export class Patience {
  private hasAnswered = false;

  constructor(
    private readonly longestMs: number,
    private readonly onSetback: (sentence: string) => void,
  ) {}

  static noting(output: Pick<Output, 'note'>, longestMs: number): Patience {
    return new Patience(longestMs, (sentence) =>
      output.note(`${sentence.replaceAll('\n', ' ')} Trying again.`),
    );
  }

  async asked<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    const until = performance.now() + this.longestMs;
    const isWorthIt = (error: unknown): boolean => {
      this.hasAnswered ||= error instanceof Refused;
      return isPassing(error) && this.hasAnswered && performance.now() < until;
    };
    const answer = await retried(question, {
      // Nobody ends it but who waits.
      signal: new AbortController().signal,
      onSetback: (error) => this.onSetback((error as Error).message),
      backOff: new BackOff({ firstMs: 250, longestMs: 10_000 }),
      isPassing: isWorthIt,
      atLeastMs: (error) => (error instanceof Refused ? (error.retryAfter ?? 0) * 1_000 : 0),
    });
    this.hasAnswered = true;
    return answer as Answer;
  }

  /** The thing once it is over; it is called back after each look. */
  async followed<Thing>({ begun, find, isOver, onProgress, pollMs = 500 }: Followed<Thing>): Promise<Thing> {
    let thing = begun;
    while (!isOver(thing)) {
      onProgress(thing);
      await pause(pollMs);
      thing = await this.asked(find);
    }
    return thing;
  }
}
