import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { decodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';
import type { DisbursementPage } from './disbursement-page.js';

/** Each filter takes several values, any of which matches; absent it matches everything, empty nothing. */
export interface DisbursementsAsked {
  readonly institution?: readonly string[];
  readonly programme?: readonly string[];
  readonly kind?: readonly string[];
  /** Borrower keys. */
  readonly borrower?: readonly string[];
  readonly limit: number;
  readonly cursor?: string;
}

/** Disbursements by institution, programme and id. @throws MalformedCursor */
export class DisbursementsQuery extends Query<KeysetPage<DisbursementPage>> {
  constructor(readonly asked: DisbursementsAsked) {
    super();
  }
}

@QueryHandler(DisbursementsQuery)
export class DisbursementsHandler implements IQueryHandler<DisbursementsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: DisbursementsQuery): Promise<KeysetPage<DisbursementPage>> {
    const after =
      asked.cursor === undefined
        ? [null, null, null]
        : decodeCursor(asked.cursor, ['string', 'string', 'string']);
    const { rows } = await this.pool.query<{ page: DisbursementPage }>(
      `select page
         from disbursement_page
        where ($1::text[] is null or institution = any($1))
          and ($2::text[] is null or programme = any($2))
          and ($3::text[] is null or kind = any($3))
          and ($4::text[] is null or borrower_key = any($4))
          and ($5::text is null or (institution, programme, disbursement_id) > ($5, $6, $7))
        order by institution, programme, disbursement_id
        limit $8`,
      [
        filterValues(asked.institution),
        filterValues(asked.programme),
        filterValues(asked.kind),
        filterValues(asked.borrower),
        ...after,
        asked.limit + 1,
      ],
    );
    return keysetPage(
      rows.map(({ page }) => page),
      asked.limit,
      ({ institution, programme, disbursementId }) => [institution, programme, disbursementId],
    );
  }
}
