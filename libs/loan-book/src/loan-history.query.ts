import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { borrowerStream, loanStream, type SequencedFact } from '#facts';
import { isIdentifier } from '#identifiers';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import { loanBookProjection } from './loan-book.projection.js';
import { type LoanHistoryItem, loanHistory } from './loan-history.js';
import { loanFact } from './loan-page-shape.js';

/** Each fact of a loan with the state after it, or null when there is no such loan. @throws MalformedCursor */
export class LoanHistoryQuery extends Query<KeysetPage<LoanHistoryItem> | null> {
  constructor(
    readonly asked: {
      readonly institution: string;
      readonly loanId: string;
      readonly limit: number;
      readonly cursor?: string;
    },
  ) {
    super();
  }
}

const columns = `seq, recorded_at as "recordedAt", event_id as "eventId", type, stream, revision,
  effective_date as "effectiveDate", institution, data, metadata`;

@QueryHandler(LoanHistoryQuery)
export class LoanHistoryHandler implements IQueryHandler<LoanHistoryQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: LoanHistoryQuery): Promise<KeysetPage<LoanHistoryItem> | null> {
    const { institution, loanId, limit, cursor } = asked;
    const [after] = cursor === undefined ? [-1] : decodeCursor(cursor, ['number']);
    if (![institution, loanId].every(isIdentifier)) return null;
    const facts = await this.facts(loanStream(institution, loanId), after + limit + 1);
    if (facts.length === 0) return null;
    const history = loanHistory(facts, await this.besides(facts));
    const items = history.filter(({ fact }) => fact.revision > after);
    return keysetPage(items, limit, ({ fact }) => [fact.revision]);
  }

  /** From the first one on, since each state rests on all before it; none that the page of the loan does not show yet. */
  private async facts(stream: string, lastRevision: number): Promise<readonly SequencedFact[]> {
    const { rows } = await this.pool.query<SequencedFact>(
      `select ${columns}
         from facts
        where stream = $1 and revision <= $2
          and seq <= (select seq from projection_checkpoints where name = $3)
        order by revision`,
      [stream, lastRevision, loanBookProjection.name],
    );
    return rows;
  }

  /**
   * What was said of the borrower's claims, and its other loans with what matters to claims, up to the last of these facts;
   * none when the loan has no claim.
   */
  private async besides(ofLoan: readonly SequencedFact[]): Promise<readonly SequencedFact[]> {
    const claimed = ofLoan.map(loanFact).find((fact) => fact?.type === 'FirstTimeClaimed');
    if (claimed?.type !== 'FirstTimeClaimed') return [];
    const { rows } = await this.pool.query<SequencedFact>(
      `with others as (
         select 'loan-' || institution || '-' || loan_id as stream from loan_page where borrower_key = $1
       )
       select ${columns} from facts where stream = $2 and seq <= $4
       union all
       select ${columns}
         from facts join others using (stream)
        where stream <> $3 and seq <= $4
          and type in ('LoanOpened', 'LoanIssued', 'LoanCancelled', 'FirstTimeClaimed')
        order by seq`,
      [
        claimed.data.borrower.id,
        borrowerStream(claimed.data.borrower.id),
        claimed.stream,
        ofLoan.at(-1)?.seq,
      ],
    );
    return rows;
  }
}
