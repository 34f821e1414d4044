import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Allocation } from '#contract';
import { decodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';

/** Each filter takes several values, any of which matches; absent it matches everything, empty nothing. */
export interface AllocationsAsked {
  readonly institution?: readonly string[];
  readonly programme?: readonly string[];
  readonly limit: number;
  readonly cursor?: string;
}

/** Allocations by institution and programme. @throws MalformedCursor */
export class AllocationsQuery extends Query<KeysetPage<Allocation>> {
  constructor(readonly asked: AllocationsAsked) {
    super();
  }
}

@QueryHandler(AllocationsQuery)
export class AllocationsHandler implements IQueryHandler<AllocationsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: AllocationsQuery): Promise<KeysetPage<Allocation>> {
    const after = asked.cursor === undefined ? [null, null] : decodeCursor(asked.cursor, ['text', 'text']);
    const { rows } = await this.pool.query<{ page: Allocation }>(
      `select page
         from allocation_page
        where ($1::text[] is null or institution = any($1))
          and ($2::text[] is null or programme = any($2))
          and ($3::text is null or (institution, programme) > ($3, $4))
        order by institution, programme
        limit $5`,
      [filterValues(asked.institution), filterValues(asked.programme), ...after, asked.limit + 1],
    );
    return keysetPage(
      rows.map(({ page }) => page),
      asked.limit,
      ({ institution, programme }) => [institution, programme],
    );
  }
}
