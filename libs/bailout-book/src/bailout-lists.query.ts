import { Module } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Allocation, BailoutProgramme, Disbursement } from '#contract';
import { bailoutProgrammeStream } from '#facts';
import type { BailoutProgrammeCode } from '#identifiers';
import { decodeCursor, filterValues, type KeysetPage, keysetPage, Conditions } from '#keyset';
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
    readonly code: BailoutProgrammeCode,
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

/** Each filter takes several values, any of which matches; absent it matches everything, empty nothing. */
export interface DisbursementsAsked {
  readonly institution?: readonly string[];
  readonly programme?: readonly string[];
  readonly kind?: readonly string[];
  /** Borrower keys. */
  readonly borrower?: readonly string[];
  /** Loan ids. */
  readonly loan?: readonly string[];
  /** First and last effective day of the disbursement, both included. */
  readonly effectiveFrom?: string;
  readonly effectiveTo?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Disbursements by institution, programme and id. @throws MalformedCursor */
export class DisbursementsQuery extends Query<KeysetPage<Disbursement>> {
  constructor(readonly asked: DisbursementsAsked) {
    super();
  }
}

const key = ['institution', 'programme', 'disbursement_id'] as const;

/** A page of disbursements; for books that show them too. @throws MalformedCursor */
export const disbursementsPage = async (
  pool: Pick<pg.Pool, 'query'>,
  asked: DisbursementsAsked,
): Promise<KeysetPage<Disbursement>> => {
  const conditions = new Conditions()
    .key('institution', asked.institution)
    .key('borrower_key', asked.borrower)
    .key('loan_id', asked.loan)
    .value('programme', asked.programme)
    .value('kind', asked.kind)
    .days('effective_date', asked.effectiveFrom, asked.effectiveTo)
    .after(key, asked.cursor === undefined ? null : decodeCursor(asked.cursor, ['text', 'text', 'text']));
  const limit = conditions.parameters.add(asked.limit + 1);
  const { rows } = await pool.query<{ page: Disbursement }>(
    conditions.query(
      `select page from disbursement_page ${conditions.text} order by ${key.join(', ')} limit ${limit}`,
    ),
  );
  return keysetPage(
    rows.map(({ page }) => page),
    asked.limit,
    ({ institution, programme, disbursementId }) => [institution, programme, disbursementId],
  );
};

@QueryHandler(DisbursementsQuery)
export class DisbursementsHandler implements IQueryHandler<DisbursementsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ asked }: DisbursementsQuery): Promise<KeysetPage<Disbursement>> {
    return disbursementsPage(this.pool, asked);
  }
}

@Module({
  providers: [DisbursementsHandler, AllocationsHandler, BailoutProgrammeHandler, BailoutProgrammesHandler],
})
export class BailoutBookModule {}
