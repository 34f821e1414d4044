import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { factLine } from './fact-line.js';
import { factPages } from './fact-pages.query.js';
import type { FactsAsked } from './facts-asked.js';

/** The facts as they stand in the log, for whoever holds figures against them. */
@Injectable()
export class RecordedFacts {
  constructor(private readonly pool: pg.Pool) {}

  /** Seq of the last fact; 0 while there is none. */
  async headSeq(): Promise<number> {
    const { rows } = await this.pool.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from facts');
    return rows[0]?.seq ?? 0;
  }

  /** NDJSON, some lines at a time. The next ones are read when they are asked for. */
  async *lines(asked: FactsAsked): AsyncGenerator<string, void, undefined> {
    for await (const facts of factPages(this.pool, asked)) yield facts.map(factLine).join('');
  }
}
