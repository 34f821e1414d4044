import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { Check } from '#contract';
import { readChecks } from './projection-check.table.js';

/** What the checkers found last, for those who operate the registry. */
@Injectable()
export class ProjectionChecks {
  constructor(private readonly pool: pg.Pool) {}

  /** One for each projection that was ever checked, by name. */
  last(): Promise<readonly Check[]> {
    return readChecks(this.pool);
  }
}
