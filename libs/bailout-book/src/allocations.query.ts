import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Allocation, BailoutProgramme } from '#contract';
import { bailoutProgrammeStream } from '#facts';
import { decodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';
import { streamFacts } from '#projections';
import { type BailoutProgrammePage, bailoutProgrammePage } from './bailout-pages.js';

/** Each filter takes several values, any of which matches; absent it matches everything, empty nothing. */
interface AllocationsAsked {
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

interface BailoutProgrammesAsked {
  readonly limit: number;
  readonly cursor?: string;
}

/** Bailout programmes by code. @throws MalformedCursor */
export class BailoutProgrammesQuery extends Query<KeysetPage<BailoutProgramme>> {
  constructor(readonly asked: BailoutProgrammesAsked) {
    super();
  }
}

/** One bailout programme as of a place in the order, or null when it was not defined there. */
export class BailoutProgrammeQuery extends Query<BailoutProgramme | null> {
  constructor(
    readonly code: string,
    readonly asOf: number,
  ) {
    super();
  }
}

@QueryHandler(BailoutProgrammeQuery)
export class BailoutProgrammeHandler implements IQueryHandler<BailoutProgrammeQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: BailoutProgrammeQuery): Promise<BailoutProgramme | null> {
    const facts = await streamFacts(this.pool, bailoutProgrammeStream(code), asOf);
    return facts.reduce<BailoutProgrammePage | undefined>(bailoutProgrammePage, undefined) ?? null;
  }
}

@QueryHandler(BailoutProgrammesQuery)
export class BailoutProgrammesHandler implements IQueryHandler<BailoutProgrammesQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: BailoutProgrammesQuery): Promise<KeysetPage<BailoutProgramme>> {
    const [after] = asked.cursor === undefined ? [null] : decodeCursor(asked.cursor, ['text']);
    const { rows } = await this.pool.query<{ page: BailoutProgramme }>(
      `select page
         from bailout_programme_page
        where $1::text is null or code > $1
        order by code
        limit $2`,
      [after, asked.limit + 1],
    );
    return keysetPage(
      rows.map(({ page }) => page),
      asked.limit,
      ({ code }) => [code],
    );
  }
}
