import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Claim } from '#contract';
import { isIdentifier } from '#identifiers';
import { decodeCursor, filterValues, type KeysetPage, keysetPage } from '#keyset';
import { isContestedSql, withClaimContextSql } from './claim-context-sql.js';
import { type ClaimPage, type ClaimContext, shownClaim } from './claim-page.js';

interface ClaimRow extends ClaimContext {
  readonly page: ClaimPage;
}

const claimRowsSql = (which: string): string =>
  withClaimContextSql(
    `select institution, loan_id, page, status as claim_status, borrower_key from claim_page ${which}`,
    'page',
  );

const shown = ({ page, ...context }: ClaimRow): readonly Claim[] => {
  const claim = shownClaim(page, context);
  return claim ? [claim] : [];
};

/** The claim for one loan, also when it was withdrawn, or null when there never was one. */
export class ClaimQuery extends Query<Claim | null> {
  constructor(
    readonly institution: string,
    readonly loanId: string,
  ) {
    super();
  }
}

@QueryHandler(ClaimQuery)
export class ClaimHandler implements IQueryHandler<ClaimQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ institution, loanId }: ClaimQuery): Promise<Claim | null> {
    if (![institution, loanId].every(isIdentifier)) return null;
    const { rows } = await this.pool.query<ClaimRow>(
      claimRowsSql('where institution = $1 and loan_id = $2'),
      [institution, loanId],
    );
    return rows.flatMap(shown)[0] ?? null;
  }
}

/** Each filter takes several values, any of which matches; absent it matches everything, empty nothing. */
export interface ClaimsAsked {
  readonly institution?: readonly string[];
  readonly status?: readonly string[];
  /** Borrower keys. */
  readonly borrower?: readonly string[];
  readonly contested?: boolean;
  readonly limit: number;
  readonly cursor?: string;
}

/** Claims by institution and loan id. @throws MalformedCursor */
export class ClaimsQuery extends Query<KeysetPage<Claim>> {
  constructor(readonly asked: ClaimsAsked) {
    super();
  }
}

/** A page of claims; for books that show them too. @throws MalformedCursor */
export const claimsPage = async (
  pool: Pick<pg.Pool, 'query'>,
  asked: ClaimsAsked,
): Promise<KeysetPage<Claim>> => {
  const [institution, loanId] =
    asked.cursor === undefined ? [null, null] : decodeCursor(asked.cursor, ['text', 'text']);
  const { rows } = await pool.query<ClaimRow>(
    claimRowsSql(`where status is not null
        and ($1::text[] is null or institution = any($1))
        and ($2::text[] is null or status = any($2))
        and ($3::text[] is null or borrower_key = any($3))
        and ($4::boolean is null or ${isContestedSql} = $4)
        and ($5::text is null or (institution, loan_id) > ($5, $6))
      order by institution, loan_id
      limit $7`),
    [
      filterValues(asked.institution),
      filterValues(asked.status),
      filterValues(asked.borrower),
      asked.contested,
      institution,
      loanId,
      asked.limit + 1,
    ],
  );
  return keysetPage(rows.flatMap(shown), asked.limit, (claim) => [claim.institution, claim.loanId]);
};

@QueryHandler(ClaimsQuery)
export class ClaimsHandler implements IQueryHandler<ClaimsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute({ asked }: ClaimsQuery): Promise<KeysetPage<Claim>> {
    return claimsPage(this.pool, asked);
  }
}
