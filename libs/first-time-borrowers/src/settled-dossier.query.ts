import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { ProjectionCheckpoints } from '#projections';
import { arbiterName, readDossier } from './arbiter.projection.js';
import { type Dossier, emptyDossier } from './dossier.js';

/** Dossiers for those who decide on them: never older than what was recorded when they asked. */
@Injectable()
export class SettledDossiers {
  constructor(
    private readonly pool: pg.Pool,
    private readonly progress: ProjectionCheckpoints,
  ) {}

  /** Once the arbiter has passed all that is recorded now; undefined when it has not in time. */
  async of(borrowerKey: string, timeoutMs: number): Promise<Dossier | undefined> {
    const { headSeq } = await this.progress.progress([arbiterName]);
    if (!(await this.progress.waitUntilProjected([arbiterName], headSeq, timeoutMs))) return undefined;
    return (await readDossier(borrowerKey, this.pool)) ?? emptyDossier;
  }
}
