import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { factLine, type RecordedFact } from './fact-line.js';
import { factPages, type FactsAsked } from './fact-pages.query.js';

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
    for await (const facts of factPages(this.pool, asked)) yield* inParts(facts);
  }
}

/** Characters that are told at once, about. */
const partLength = 64 * 1024;

/** Their lines, as many at a time as that. */
function* inParts(facts: readonly RecordedFact[]): Generator<string, void, undefined> {
  let part = '';
  for (const fact of facts) {
    part += factLine(fact);
    if (part.length < partLength) continue;
    yield part;
    part = '';
  }
  if (part !== '') yield part;
}
