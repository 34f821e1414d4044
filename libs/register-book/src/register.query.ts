import { Module } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Institution, Key, Uscc } from '#contract';
import { institutionStream, usccStream } from '#facts';
import { isIdentifier } from '#identifiers';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import { streamFacts } from '#projections';
import { institutionPage, type KeyPage, usccPage } from './register-book.projection.js';

interface PageAsked {
  readonly limit: number;
  readonly cursor?: string;
}

/** A page of rows by code. @throws MalformedCursor */
const pageByCode = async <Page extends { readonly code: string }>(
  pool: pg.Pool,
  table: 'institution_page' | 'uscc_page',
  { limit, cursor }: PageAsked,
): Promise<KeysetPage<Page>> => {
  const [after] = cursor === undefined ? [null] : decodeCursor(cursor, ['text']);
  const { rows } = await pool.query<{ page: Page }>(
    `select page from ${table} where $1::text is null or code > $1 order by code limit $2`,
    [after, limit + 1],
  );
  return keysetPage(
    rows.map(({ page }) => page),
    limit,
    ({ code }) => [code],
  );
};

/** An institution, now or as of a seq; null where none is registered under the code. */
export class InstitutionQuery extends Query<Institution | null> {
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

  async execute({ code, asOf }: InstitutionQuery): Promise<Institution | null> {
    if (!isIdentifier(code)) return null;
    if (asOf !== undefined) return this.foldedUpTo(code, asOf);
    const { rows } = await this.pool.query<{ page: Institution }>(
      'select page from institution_page where code = $1',
      [code],
    );
    return rows[0]?.page ?? null;
  }

  private async foldedUpTo(code: string, seq: number): Promise<Institution | null> {
    const facts = await streamFacts(this.pool, institutionStream(code), seq);
    return facts.reduce<Institution | undefined>(institutionPage, undefined) ?? null;
  }
}

/** Institutions by code. @throws MalformedCursor */
export class InstitutionsQuery extends Query<KeysetPage<Institution>> {
  constructor(readonly asked: PageAsked) {
    super();
  }
}

@QueryHandler(InstitutionsQuery)
export class InstitutionsHandler implements IQueryHandler<InstitutionsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: InstitutionsQuery): Promise<KeysetPage<Institution>> {
    return pageByCode<Institution>(this.pool, 'institution_page', asked);
  }
}

interface Row extends Pick<Key, 'lastUsedAt'> {
  readonly page: KeyPage;
}

const shown = ({ page, lastUsedAt }: Row): Key => ({ ...page, lastUsedAt });

/** A key; null where there is none. */
export class KeyQuery extends Query<Key | null> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(KeyQuery)
export class KeyHandler implements IQueryHandler<KeyQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ id }: KeyQuery): Promise<Key | null> {
    if (!isIdentifier(id)) return null;
    const { rows } = await this.pool.query<Row>(
      `select page, at as "lastUsedAt" from key_page left join key_last_used using (key_id) where key_id = $1`,
      [id],
    );
    return rows[0] ? shown(rows[0]) : null;
  }
}

/** Keys by id. @throws MalformedCursor */
export class KeysQuery extends Query<KeysetPage<Key>> {
  constructor(readonly asked: PageAsked) {
    super();
  }
}

@QueryHandler(KeysQuery)
export class KeysHandler implements IQueryHandler<KeysQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: KeysQuery): Promise<KeysetPage<Key>> {
    const [after] = asked.cursor === undefined ? [null] : decodeCursor(asked.cursor, ['text']);
    const { rows } = await this.pool.query<Row>(
      `select page, at as "lastUsedAt"
         from key_page left join key_last_used using (key_id)
        where $1::text is null or key_id > $1
        order by key_id
        limit $2`,
      [after, asked.limit + 1],
    );
    return keysetPage(rows.map(shown), asked.limit, ({ id }) => [id]);
  }
}

/** Records when a key was last used, unless a later instant is stored. It is not in any fact, so no projection writes it. */
export const touchKey = async (pool: Pick<pg.Pool, 'query'>, keyId: string, at: string): Promise<void> => {
  await pool.query(
    `insert into key_last_used (key_id, at) values ($1, $2)
     on conflict (key_id) do update set at = excluded.at where key_last_used.at < excluded.at`,
    [keyId, at],
  );
};

/** Accepted USCCs by code. @throws MalformedCursor */
export class UsccsQuery extends Query<KeysetPage<Uscc>> {
  constructor(readonly asked: PageAsked) {
    super();
  }
}

@QueryHandler(UsccsQuery)
export class UsccsHandler implements IQueryHandler<UsccsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: UsccsQuery): Promise<KeysetPage<Uscc>> {
    return pageByCode<Uscc>(this.pool, 'uscc_page', asked);
  }
}

/** An accepted USCC as of a seq; null where it was not accepted by then. */
export class UsccQuery extends Query<Uscc | null> {
  constructor(
    readonly code: string,
    readonly asOf: number,
  ) {
    super();
  }
}

@QueryHandler(UsccQuery)
export class UsccHandler implements IQueryHandler<UsccQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: UsccQuery): Promise<Uscc | null> {
    const facts = await streamFacts(this.pool, usccStream(code), asOf);
    return facts.reduce<Uscc | undefined>(usccPage, undefined) ?? null;
  }
}

@Module({
  providers: [InstitutionHandler, InstitutionsHandler, KeyHandler, KeysHandler, UsccHandler, UsccsHandler],
})
export class RegisterBookModule {}
