import { Module } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { BusinessDate } from '#calendar';
import type { Indicator, Statement, StatementLine } from '#contract';
import { decodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';
import type { StatementAxis } from './reporting-pages.js';

/** What was recorded for an institution on a day, by type; without lines where nothing was. */
export class StatementQuery extends Query<Statement> {
  constructor(
    readonly institution: string,
    readonly day: BusinessDate,
  ) {
    super();
  }
}

@QueryHandler(StatementQuery)
export class StatementHandler implements IQueryHandler<StatementQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ institution, day }: StatementQuery): Promise<Statement> {
    const { rows } = await this.pool.query<{ axis: StatementAxis; page: StatementLine }>(
      'select axis, page from statement_day where institution = $1 and day = $2 order by type',
      [institution, day],
    );
    const lines = (wanted: StatementAxis): readonly StatementLine[] =>
      rows.filter(({ axis }) => axis === wanted).map(({ page }) => page);
    return { institution, day, recorded: lines('recorded'), effective: lines('effective') };
  }
}

/** Each filter takes several values, any of which matches; absent it matches everything, empty nothing. */
export interface IndicatorsAsked {
  readonly institution?: readonly string[];
  /** Codes. */
  readonly indicator?: readonly string[];
  readonly scope?: readonly string[];
  /** First and last day that a value is as at, both included. */
  readonly asAtFrom?: string;
  readonly asAtTo?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Indicators by institution, code, day and scope. @throws MalformedCursor */
export class IndicatorsQuery extends Query<KeysetPage<Indicator>> {
  constructor(readonly asked: IndicatorsAsked) {
    super();
  }
}

@QueryHandler(IndicatorsQuery)
export class IndicatorsHandler implements IQueryHandler<IndicatorsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: IndicatorsQuery): Promise<KeysetPage<Indicator>> {
    const after =
      asked.cursor === undefined
        ? [null, null, null, null]
        : decodeCursor(asked.cursor, ['text', 'text', 'text', 'text']);
    const { rows } = await this.pool.query<{ page: Indicator }>(
      `select page
         from indicator_page
        where ($1::text[] is null or institution = any($1))
          and ($2::text[] is null or indicator = any($2))
          and ($3::text[] is null or scope = any($3))
          and ($4::text is null or as_at >= $4)
          and ($5::text is null or as_at <= $5)
          and ($6::text is null or (institution, indicator, as_at, scope) > ($6, $7, $8, $9))
        order by institution, indicator, as_at, scope
        limit $10`,
      [
        filterValues(asked.institution),
        filterValues(asked.indicator),
        filterValues(asked.scope),
        asked.asAtFrom,
        asked.asAtTo,
        ...after,
        asked.limit + 1,
      ],
    );
    return keysetPage(
      rows.map(({ page }) => page),
      asked.limit,
      ({ institution, indicator, asAt, scope }) => [institution, indicator, asAt, scope ?? ''],
    );
  }
}

@Module({ providers: [IndicatorsHandler, StatementHandler] })
export class ReportingBookModule {}
