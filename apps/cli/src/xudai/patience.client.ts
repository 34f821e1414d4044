import { BackOff, pause } from '#wake-up';
import { Refused, Unreachable } from './registry.client.js';

/** Of answers that say nothing against what was sent. */
const passing = new Set([408, 429, 500, 502, 503, 504, 507]);

const isPassing = (error: unknown): error is Refused | Unreachable =>
  error instanceof Unreachable || (error instanceof Refused && passing.has(error.status));

/**
 * Asks again until it is answered, or nothing came of it for so long: a registry that starts anew, or has no place at the moment, is
 * waited for. The first question of all is asked once, so that a wrong address is told at once.
 */
export class Patience {
  private hasAnswered = false;

  constructor(
    private readonly longestMs: number,
    private readonly onSetback: (sentence: string) => void,
  ) {}

  async asked<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    const backOff = new BackOff({ firstMs: 250, longestMs: 10_000 });
    const until = performance.now() + this.longestMs;
    for (;;) {
      try {
        const answer = await question();
        this.hasAnswered = true;
        return answer;
      } catch (error) {
        if (error instanceof Refused) this.hasAnswered = true;
        if (!isPassing(error) || !this.hasAnswered || performance.now() >= until) throw error;
        this.onSetback(error.message);
        const asked = error instanceof Refused ? (error.retryAfter ?? 0) * 1_000 : 0;
        await pause(Math.max(backOff.nextMs(), asked));
      }
    }
  }
}
