import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { loanStream, type SequencedFact } from '#facts';
import { isIdentifier } from '#identifiers';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import { loanBookProjection } from './loan-book.projection.js';
import { type LoanHistoryItem, loanHistory } from './loan-history.js';

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

@QueryHandler(LoanHistoryQuery)
export class LoanHistoryHandler implements IQueryHandler<LoanHistoryQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: LoanHistoryQuery): Promise<KeysetPage<LoanHistoryItem> | null> {
    const { institution, loanId, limit, cursor } = asked;
    const [after] = cursor === undefined ? [-1] : decodeCursor(cursor, ['number']);
    if (![institution, loanId].every(isIdentifier)) return null;
    const facts = await this.facts(loanStream(institution, loanId), after + limit + 1);
    if (facts.length === 0) return null;
    const items = loanHistory(facts).filter(({ fact }) => fact.revision > after);
    return keysetPage(items, limit, ({ fact }) => [fact.revision]);
  }

  /** From the first one on, since each state rests on all before it; none that the page of the loan does not show yet. */
  private async facts(stream: string, lastRevision: number): Promise<readonly SequencedFact[]> {
    const { rows } = await this.pool.query<SequencedFact>(
      `select seq, recorded_at as "recordedAt", event_id as "eventId", type, stream, revision,
              effective_date as "effectiveDate", institution, data, metadata
         from facts
        where stream = $1 and revision <= $2
          and seq <= (select seq from projection_checkpoints where name = $3)
        order by revision`,
      [stream, lastRevision, loanBookProjection.name],
    );
    return rows;
  }
}
