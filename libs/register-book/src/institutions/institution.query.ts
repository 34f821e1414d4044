import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import { institutionStream } from '#facts';
import { isIdentifier } from '#identifiers';
import { streamFacts } from '#projections';
import { type InstitutionPage, institutionPage } from './institution-page.js';

/** One institution, now or as of a place in the order; null when none is registered under the code. */
export class InstitutionQuery extends Query<InstitutionPage | null> {
  constructor(
    readonly code: string,
    readonly asOf?: number,
  ) {
    super();
  }
}

@QueryHandler(InstitutionQuery)
export class InstitutionHandler implements IQueryHandler<InstitutionQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: InstitutionQuery): Promise<InstitutionPage | null> {
    if (!isIdentifier(code)) return null;
    if (asOf !== undefined) return this.foldedUpTo(code, asOf);
    const { rows } = await this.pool.query<{ page: InstitutionPage }>(
      'select page from institution_page where code = $1',
      [code],
    );
    return rows[0]?.page ?? null;
  }

  private async foldedUpTo(code: string, seq: number): Promise<InstitutionPage | null> {
    const facts = await streamFacts(this.pool, institutionStream(code), seq);
    return facts.reduce<InstitutionPage | undefined>(institutionPage, undefined) ?? null;
  }
}
