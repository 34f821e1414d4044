import type { Replay } from '#contract';
import { pause } from '#wake-up';

/**
 * A silent connection looks dead to what stands in between, so that something is said from time to time; and with each thing
 * said the key is looked at, which stops within five seconds once it is revoked.
 */
const usualPace = { pollMs: 500, heartbeatMs: 3_500 };

/** Changes with the counts, and once more at the end. */
export const eventIdOf = ({ status, seq, factsRead }: Replay): string =>
  `${status.toLowerCase()}-${seq ?? 0}-${factsRead}`;

const eventOf = (replay: Replay): string =>
  `id: ${eventIdOf(replay)}\nevent: progress\ndata: ${JSON.stringify(replay)}\n\n`;

/**
 * Server-sent events: the replay as it stands whenever its counts have changed, until it has ended. Each tells everything, so
 * that a reader who comes late or again misses nothing.
 */
export async function* replayEvents(
  begun: Replay,
  find: () => Promise<Replay | undefined>,
  gone: AbortSignal,
  { pollMs, heartbeatMs }: typeof usualPace = usualPace,
): AsyncGenerator<string, void, undefined> {
  let sentId = '';
  let sentMs = 0;
  for (let replay: Replay | undefined = begun; replay; replay = await find()) {
    const now = performance.now();
    if (eventIdOf(replay) !== sentId) {
      yield eventOf(replay);
      sentId = eventIdOf(replay);
      sentMs = now;
    } else if (now - sentMs >= heartbeatMs) {
      yield ': it goes on\n\n';
      sentMs = now;
    }
    if (replay.status !== 'RUNNING' || gone.aborted) return;
    await pause(pollMs, gone);
  }
}
