import {
  Command,
  CommandHandler,
  type ICommandHandler,
  type IQueryHandler,
  Query,
  QueryHandler,
} from '@nestjs/cqrs';
import pg from 'pg';
import type { ParkedFact, Rebuild } from '#contract';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';

interface AskedPage {
  readonly limit: number;
  readonly cursor?: string;
}

/** Of `projection_rebuild`; to who reads it is under way until the switch is recorded. */
const rebuildColumns = `id, projection, from_version as "fromVersion", version,
  case status when 'SWITCHED' then 'RUNNING' else status end as status, asked_by as "askedBy", asked_at as "askedAt", seq,
  (select coalesce(max(c.seq), 0) from projection_checkpoints c where c.name = projection) as "liveSeq", compared_seq as "comparedSeq", compared as tables, differences, first, switched_seq as "switchedSeq", parked, position, ended_at as "endedAt", reason`;

/** Of all projections, the last ones first. @throws MalformedCursor */
export class RebuildsQuery extends Query<KeysetPage<Rebuild>> {
  constructor(readonly asked: AskedPage) {
    super();
  }
}

@QueryHandler(RebuildsQuery)
export class RebuildsHandler implements IQueryHandler<RebuildsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked: { limit, cursor } }: RebuildsQuery): Promise<KeysetPage<Rebuild>> {
    const [before] = cursor === undefined ? [null] : decodeCursor(cursor, ['seq']);
    const { rows } = await this.pool.query<Rebuild & { readonly no: number }>(
      `select ${rebuildColumns}, no from projection_rebuild
        where $1::bigint is null or no < $1 order by no desc limit $2`,
      [before, limit + 1],
    );
    const { items, next } = keysetPage(rows, limit, ({ no }) => [no]);
    return { items: items.map(({ no: _no, ...rebuild }) => rebuild), next };
  }
}

/** Undefined while another of the same projection is under way, or where nobody has followed it yet. */
export class AskForRebuildCommand extends Command<Rebuild | undefined> {
  constructor(
    readonly projection: string,
    /** As facts name who causes them. */
    readonly askedBy: string,
  ) {
    super();
  }
}

@CommandHandler(AskForRebuildCommand)
export class AskForRebuildHandler implements ICommandHandler<AskForRebuildCommand> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ projection, askedBy }: AskForRebuildCommand): Promise<Rebuild | undefined> {
    const { rows } = await this.pool.query<Rebuild>(
      `insert into projection_rebuild (id, projection, from_version, asked_by)
       select gen_random_uuid(), name, version, $2 from projection_checkpoints where name = $1
       on conflict (projection) where status in ('RUNNING', 'SWITCHED') do nothing
       returning ${rebuildColumns}`,
      [projection, askedBy],
    );
    return rows[0];
  }
}

/** What projections could not apply, and what waits behind it, by projection in the order of the log. @throws MalformedCursor */
export class ParkedFactsQuery extends Query<KeysetPage<ParkedFact>> {
  constructor(readonly asked: AskedPage) {
    super();
  }
}

@QueryHandler(ParkedFactsQuery)
export class ParkedFactsHandler implements IQueryHandler<ParkedFactsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked: { limit, cursor } }: ParkedFactsQuery): Promise<KeysetPage<ParkedFact>> {
    const [name, seq] = cursor === undefined ? ['', 0] : decodeCursor(cursor, ['text', 'seq']);
    const { rows } = await this.pool.query<ParkedFact>(
      `select projection, seq, type, subject, parked_at as "parkedAt", reason from parked_fact
        where (projection, seq) > ($1::text collate "C", $2::bigint) order by projection, seq limit $3`,
      [name, seq, limit + 1],
    );
    return keysetPage(rows, limit, (parked) => [parked.projection, parked.seq]);
  }
}
