import { Module } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { disbursementsPage } from '#bailout-book';
import type { Borrower, Disbursement, Loan } from '#contract';
import { borrowerStream, type SequencedFact } from '#facts';
import { type InstitutionCode, isIdentifier } from '#identifiers';
import { claimsPage, loansPage } from '#loan-book';
import { factColumns } from '#projections';
import { borrowerBookProjection } from './borrower-book.projection.js';
import type { BorrowerPage } from './borrower-page.js';
import { settlementsOf } from './claim-settlements.query.js';

/** The name in the last thing of the borrower that has one: a report may leave it out, and what was known stays known. */
const lastNameOf = (things: readonly Pick<Loan | Disbursement, 'borrower' | 'seq'>[]): string | null =>
  things.toSorted((one, other) => other.seq - one.seq).flatMap(({ borrower }) => borrower.name ?? [])[0] ??
  null;

/** So many loans, claims and disbursements are shown with a borrower at most; lists have the others. */
export const mostShown = 1_000;

/**
 * One borrower, or null when nobody reported anything of it. With an institution only what that one reported, in its own
 * description, so that a bank learns nothing of the others; else the last description of all.
 */
export class BorrowerQuery extends Query<Borrower | null> {
  constructor(
    readonly borrowerKey: string,
    readonly institution?: InstitutionCode,
  ) {
    super();
  }
}

@QueryHandler(BorrowerQuery)
export class BorrowerHandler implements IQueryHandler<BorrowerQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ borrowerKey, institution }: BorrowerQuery): Promise<Borrower | null> {
    const described = await this.described(borrowerKey, institution);
    if (!described) return null;
    const asked = {
      borrower: [borrowerKey],
      ...(institution === undefined ? {} : { institution: [institution] }),
      limit: mostShown,
    };
    const [loans, claims, disbursements, decisions, settlements] = await Promise.all([
      loansPage(this.pool, asked),
      claimsPage(this.pool, asked),
      disbursementsPage(this.pool, asked),
      institution === undefined ? this.decisions(borrowerKey) : [],
      settlementsOf(this.pool, borrowerKey, institution, mostShown + 1),
    ]);
    const { kind, size, district, industry } = described;
    return {
      borrowerKey,
      kind,
      size,
      district,
      industry,
      name: described.name ?? lastNameOf([...loans.items, ...disbursements.items]),
      loans: loans.items,
      claims: claims.items,
      disbursements: disbursements.items,
      decisions,
      settlements: settlements.slice(-mostShown),
      more: {
        loans: loans.next !== null,
        claims: claims.next !== null,
        settlements: settlements.length > mostShown,
        disbursements: disbursements.next !== null,
      },
    };
  }

  private async decisions(borrowerKey: string): Promise<readonly SequencedFact[]> {
    const { rows } = await this.pool.query<SequencedFact>(
      `select ${factColumns('facts')}
         from facts
        where stream = $1 and type = 'FirstTimeContestDecided'
          and seq <= (select seq from projection_checkpoints where name = $3)
        order by revision
        limit $2`,
      [borrowerStream(borrowerKey), mostShown, borrowerBookProjection.name],
    );
    return rows;
  }

  private async described(
    borrowerKey: string,
    institution: InstitutionCode | undefined,
  ): Promise<BorrowerPage | undefined> {
    if (!isIdentifier(borrowerKey)) return undefined;
    const { rows } = await this.pool.query<{ page: BorrowerPage }>(
      `select page
         from borrower_page
        where borrower_key = $1 and ($2::text is null or institution = $2)
        order by (page->>'seq')::bigint desc
        limit 1`,
      [borrowerKey, institution],
    );
    return rows[0]?.page;
  }
}

@Module({ providers: [BorrowerHandler] })
export class BorrowerBookModule {}
