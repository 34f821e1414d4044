import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Disbursement } from '#contract';
import { Conditions, decodeCursor, type KeysetPage, keysetPage } from '#keyset';

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
  const { parameters, text, isOfSkewedValues } = new Conditions()
    .key('institution', asked.institution)
    .key('borrower_key', asked.borrower)
    .key('loan_id', asked.loan)
    .value('programme', asked.programme)
    .value('kind', asked.kind)
    .days('effective_date', asked.effectiveFrom, asked.effectiveTo)
    .after(key, asked.cursor === undefined ? null : decodeCursor(asked.cursor, ['text', 'text', 'text']));
  const question = `select page from disbursement_page ${text} order by ${key.join(', ')} limit ${parameters.add(asked.limit + 1)}`;
  const { values } = parameters;
  const { rows } = await (isOfSkewedValues
    ? pool.query<{ page: Disbursement }>({ text: question, values })
    : pool.query<{ page: Disbursement }>(question, values));
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
