import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { Clock, instantMs } from '#calendar';
import { ProjectionProgress } from '#projections';
import { projections } from './followed-projections.js';
import { LogHealth } from './log-health.js';

/** A process whose clock is further from its database's is not ready: `recordedAt` would be off. */
const clockDifferenceMs = 1_000;
/** Facts waiting longer than this to be projected mean that nobody follows. */
const longestLagMs = 15_000;

/** Why the registry is not ready, in sentences; none when it is. */
@Injectable()
export class Readiness {
  constructor(
    private readonly pool: pg.Pool,
    private readonly progress: ProjectionProgress,
    private readonly clock: Clock,
    private readonly log: LogHealth,
  ) {}

  async reasonsAgainst(): Promise<readonly string[]> {
    try {
      return [
        ...(await this.clockReasons()),
        ...(await this.log.reasonsAgainst()),
        ...(await this.projectionReasons()),
      ];
    } catch (error) {
      if (error instanceof Error) return ['The database does not answer.'];
      throw error;
    }
  }

  private async clockReasons(): Promise<readonly string[]> {
    const askedMs = this.clock.now();
    const { rows } = await this.pool.query<{ now: string }>('select clock_timestamp() as now');
    const answeredMs = this.clock.now();
    const theirs = instantMs(rows[0]?.now ?? '');
    const off = theirs < askedMs ? askedMs - theirs : Math.max(0, theirs - answeredMs);
    return off > clockDifferenceMs
      ? [`The clock of this process is ${off} ms away from the database's.`]
      : [];
  }

  private async projectionReasons(): Promise<readonly string[]> {
    const { failures, lagMs } = await this.progress.progress(projections);
    return [
      ...failures.map(
        ({ name, seq }) => `The projection ${name} stopped at fact ${seq}, which it cannot apply.`,
      ),
      ...(lagMs > longestLagMs ? [`The projections are ${lagMs} ms behind the log.`] : []),
    ];
  }
}
