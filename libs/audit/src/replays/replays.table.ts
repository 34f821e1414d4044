import {
  Command,
  CommandHandler,
  type ICommandHandler,
  type IQueryHandler,
  Query,
  QueryHandler,
} from '@nestjs/cqrs';
import pg from 'pg';
import { v7 } from 'uuid';
import type { BusinessDate } from '#calendar';
import type { Replay } from '#contract';
import type { Comparison } from './compare-figures.js';

/** The request of a replay. */
export interface ReplayAsked extends Pick<Replay, 'programme' | 'knownAt'> {
  readonly effectiveAsOf: BusinessDate;
}

export type ReplayOutcome =
  | {
      readonly outcome: 'completed';
      readonly seq: number;
      readonly comparison: Comparison;
      readonly rows: Replay['rows'];
    }
  /** A retry would fail in the same way. */
  | { readonly outcome: 'failed'; readonly reason: string };

export type ReplayCounts = Pick<Replay, 'factsRead' | 'factsTotal'>;

/** Carries out one replay. @throws passing errors, after which the replay is begun again */
export type RunReplay = (
  asked: ReplayAsked,
  onProgress: (counts: ReplayCounts) => void,
  signal: AbortSignal,
) => Promise<ReplayOutcome>;

/** Unfinished replays at most; each reads the whole log. */
const mostRunning = 20;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const columns = `id, programme, effective_as_of as "effectiveAsOf", known_at as "knownAt", status, seq, facts_read as "factsRead",
  facts_total as "factsTotal", totals, differences, differing_rows as rows, reason,
  case when status = 'COMPLETED' then case when json_array_length(differences) = 0 then 'equal' else 'different' end
  end as verdict,
  coalesce(floor(1000 * extract(epoch from coalesce(ended_at, clock_timestamp()) - begun_at)), 0)::float8 as "durationMs"`;

/** Requests a replay, which the projector carries out. Undefined where too many wait. */
export class StartReplayCommand extends Command<Replay | undefined> {
  constructor(readonly asked: ReplayAsked) {
    super();
  }
}

@CommandHandler(StartReplayCommand)
export class StartReplayHandler implements ICommandHandler<StartReplayCommand> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: StartReplayCommand): Promise<Replay | undefined> {
    const { programme, effectiveAsOf, knownAt } = asked;
    const { rows } = await this.pool.query<Replay>(
      `insert into replay (id, programme, effective_as_of, known_at, facts_total)
       select $1, $2, $3, $4, coalesce($4, (select max(seq) from facts), 0)
        where (select count(*) from replay where status = 'RUNNING') < $5
       returning ${columns}`,
      [v7(), programme, effectiveAsOf, knownAt, mostRunning],
    );
    return rows[0];
  }
}

/** The current state of a replay; undefined where there is none with the id. */
export class ReplayQuery extends Query<Replay | undefined> {
  constructor(readonly id: string) {
    super();
  }
}

@QueryHandler(ReplayQuery)
export class ReplayHandler implements IQueryHandler<ReplayQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ id }: ReplayQuery): Promise<Replay | undefined> {
    if (!uuid.test(id)) return undefined;
    const { rows } = await this.pool.query<Replay>(`select ${columns} from replay where id = $1`, [id]);
    return rows[0];
  }
}
