import { Injectable } from '@nestjs/common';
import pg from 'pg';
import { v7 } from 'uuid';
import type { Replay } from '#contract';
import type { ReplayAsked } from './replay.js';

/** Replays asked for and not ended, at most; each reads the whole log. */
const mostRunning = 20;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const columns = `id, programme, effective_as_of as "effectiveAsOf", known_at as "knownAt", status, seq, facts_read as "factsRead",
  facts_total as "factsTotal", totals, differences, reason,
  case when status = 'COMPLETED' then case when json_array_length(differences) = 0 then 'equal' else 'different' end
  end as verdict,
  coalesce(floor(1000 * extract(epoch from coalesce(ended_at, clock_timestamp()) - begun_at)), 0)::float8 as "durationMs"`;

/** Replays as they were asked for and as they stand. They are carried out by the projector. */
@Injectable()
export class Replays {
  constructor(private readonly pool: pg.Pool) {}

  /** The replay, waiting to be begun; undefined when too many wait already. */
  async ask({ programme, effectiveAsOf, knownAt }: ReplayAsked): Promise<Replay | undefined> {
    const { rows } = await this.pool.query<Replay>(
      `insert into replay (id, programme, effective_as_of, known_at, facts_total)
       select $1, $2, $3, $4, coalesce($4, (select max(seq) from facts), 0)
        where (select count(*) from replay where status = 'RUNNING') < $5
       returning ${columns}`,
      [v7(), programme, effectiveAsOf, knownAt, mostRunning],
    );
    return rows[0];
  }

  async find(id: string): Promise<Replay | undefined> {
    if (!uuid.test(id)) return undefined;
    const { rows } = await this.pool.query<Replay>(`select ${columns} from replay where id = $1`, [id]);
    return rows[0];
  }
}
