import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { Key } from '#contract';
import { isIdentifier } from '#identifiers';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import type { KeyPage } from './register-pages.js';

interface Row extends Pick<Key, 'lastUsedAt'> {
  readonly page: KeyPage;
}

const shown = ({ page, lastUsedAt }: Row): Key => ({ ...page, lastUsedAt });

/** One key, or null when there is none. */
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
  constructor(readonly asked: { readonly limit: number; readonly cursor?: string }) {
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

/** Keeps when a key was last used: the latest instant given. No fact says it, so no projection writes it. */
export const touchKey = async (pool: Pick<pg.Pool, 'query'>, keyId: string, at: string): Promise<void> => {
  await pool.query(
    `insert into key_last_used (key_id, at) values ($1, $2)
     on conflict (key_id) do update set at = excluded.at where key_last_used.at < excluded.at`,
    [keyId, at],
  );
};
