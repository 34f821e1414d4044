import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { decodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';
import type { BailoutProgrammePage } from './bailout-programme-page.js';

export interface BailoutProgrammesAsked {
  /** Any of these; absent it matches every programme, empty none. */
  readonly code?: readonly string[];
  readonly limit: number;
  readonly cursor?: string;
}

/** Bailout programmes by code. @throws MalformedCursor */
export class BailoutProgrammesQuery extends Query<KeysetPage<BailoutProgrammePage>> {
  constructor(readonly asked: BailoutProgrammesAsked) {
    super();
  }
}

@QueryHandler(BailoutProgrammesQuery)
export class BailoutProgrammesHandler implements IQueryHandler<BailoutProgrammesQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: BailoutProgrammesQuery): Promise<KeysetPage<BailoutProgrammePage>> {
    const [after] = asked.cursor === undefined ? [null] : decodeCursor(asked.cursor, ['text']);
    const { rows } = await this.pool.query<{ page: BailoutProgrammePage }>(
      `select page
         from bailout_programme_page
        where ($1::text[] is null or code = any($1))
          and ($2::text is null or code > $2)
        order by code
        limit $3`,
      [filterValues(asked.code), after, asked.limit + 1],
    );
    return keysetPage(
      rows.map(({ page }) => page),
      asked.limit,
      ({ code }) => [code],
    );
  }
}
