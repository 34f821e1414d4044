import pg from 'pg';
import { Injectable } from '@nestjs/common';
import type { RefusedOutcome } from './outcome.js';

export interface RefusalLine {
  readonly at: string;
  readonly institution: string;
  readonly refused: RefusedOutcome;
}

interface Waiting {
  readonly line: RefusalLine;
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

/**
 * The list of refusals is primary data: a refused report leaves no fact. No content is kept, only which report, which rule
 * and where. Lines of requests that come together are written together, and each request waits for its own.
 */
@Injectable()
export class RefusalsList {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly pool: pg.Pool) {}

  add(line: RefusalLine): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ line, done, failed });
      if (!this.writing) queueMicrotask(() => void this.write());
    });
  }

  private async write(): Promise<void> {
    if (this.writing || this.waiting.length === 0) return;
    this.writing = true;
    const written = this.waiting.splice(0, 1_000);
    try {
      await this.pool.query(
        `insert into refusals (at, institution, report_id, type, rule, pointer, retryable)
         select * from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[])`,
        [
          written.map(({ line }) => line.at),
          written.map(({ line }) => line.institution),
          written.map(({ line }) => line.refused.id),
          written.map(({ line }) => line.refused.type),
          written.map(({ line }) => line.refused.violated[0].rule),
          written.map(({ line }) => line.refused.violated[0].pointer),
          written.map(({ line }) => line.refused.retryable),
        ],
      );
      for (const { done } of written) done();
    } catch (error) {
      for (const { failed } of written) failed(error);
    } finally {
      this.writing = false;
      void this.write();
    }
  }
}
