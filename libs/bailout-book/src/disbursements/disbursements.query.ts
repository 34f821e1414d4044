import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Disbursement } from '#contract';
import { decodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';

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

/** A page of disbursements; for books that show them too. @throws MalformedCursor */
export const disbursementsPage = async (
  pool: Pick<pg.Pool, 'query'>,
  asked: DisbursementsAsked,
): Promise<KeysetPage<Disbursement>> => {
  const after =
    asked.cursor === undefined ? [null, null, null] : decodeCursor(asked.cursor, ['text', 'text', 'text']);
  const { rows } = await pool.query<{ page: Disbursement }>(
    `select page
       from disbursement_page
      where ($1::text[] is null or institution = any($1))
        and ($2::text[] is null or programme = any($2))
        and ($3::text[] is null or kind = any($3))
        and ($4::text[] is null or borrower_key = any($4))
        and ($5::text[] is null or loan_id = any($5))
        and ($6::date is null or effective_date >= $6)
        and ($7::date is null or effective_date <= $7)
        and ($8::text is null or (institution, programme, disbursement_id) > ($8, $9, $10))
      order by institution, programme, disbursement_id
      limit $11`,
    [
      filterValues(asked.institution),
      filterValues(asked.programme),
      filterValues(asked.kind),
      filterValues(asked.borrower),
      filterValues(asked.loan),
      asked.effectiveFrom,
      asked.effectiveTo,
      ...after,
      asked.limit + 1,
    ],
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
