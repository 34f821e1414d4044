import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { EventPage, Refusal } from '#contract';
import type { InstitutionCode } from '#identifiers';
import { Ledger } from '#recording';
import { decodeCursor, encodeCursor, filterValues, type KeysetPage } from '#keyset';
import { isRuleCode, ruleCatalogue } from '#rules';

/** A bank's own recorded outcome, or null when nothing was recorded under the id. */
export class EventOutcomeQuery extends Query<EventPage | null> {
  constructor(
    readonly institution: InstitutionCode,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(EventOutcomeQuery)
export class EventOutcomeHandler implements IQueryHandler<EventOutcomeQuery> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ institution, id }: EventOutcomeQuery): Promise<EventPage | null> {
    const found = await this.ledger.findReport(institution, id);
    if (!found) return null;
    const { stream, revision, seq } = found;
    const position = found.position ?? (await this.ledger.log.positionOf(stream, revision));
    if (position === null) return null;
    const read = { stream, from: revision, limit: 1 };
    for await (const fact of this.ledger.log.readStream(read))
      return {
        outcome: 'recorded',
        id,
        repeated: false,
        facts: [{ type: fact.type, stream: fact.stream, revision: fact.revision }],
        position,
        flags: fact.metadata.flags,
        stampedAt: fact.metadata.stampedAt,
        seq,
      };
    return null;
  }
}

interface Row {
  readonly no: number;
  readonly at: string;
  readonly institution: InstitutionCode;
  readonly report_id: string | null;
  readonly type: string | null;
  readonly rule: string | null;
  readonly pointer: string | null;
  readonly retryable: boolean;
}

/** Of what broke no rule no more is kept. */
const unnamed = {
  en: 'The line is no JSON, or longer than a report may be',
  zh: '该行不是 JSON，或超过一份报告的长度',
};

const pageOf = (row: Row): Refusal => {
  const text = row.rule !== null && isRuleCode(row.rule) ? ruleCatalogue[row.rule] : unnamed;
  return {
    at: row.at,
    institution: row.institution,
    id: row.report_id,
    type: row.type,
    rule: row.rule,
    pointer: row.pointer,
    message: { en: text.en, zh: text.zh },
    retryable: row.retryable,
  };
};

/** Newest first. `from` and `to` are instants, inclusive. */
export class RefusalsQuery extends Query<KeysetPage<Refusal>> {
  constructor(
    readonly asked: {
      readonly institution?: readonly string[];
      readonly from?: string;
      readonly to?: string;
      readonly rule?: string;
      readonly limit: number;
      readonly cursor?: string;
    },
  ) {
    super();
  }
}

@QueryHandler(RefusalsQuery)
export class RefusalsHandler implements IQueryHandler<RefusalsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: RefusalsQuery): Promise<KeysetPage<Refusal>> {
    const [before] = asked.cursor === undefined ? [null] : decodeCursor(asked.cursor, ['seq']);
    const { rows } = await this.pool.query<Row>(
      `select no, at, institution, report_id, type, rule, pointer, retryable
         from refusals
        where ($1::text[] is null or institution = any($1))
          and ($2::timestamptz is null or at >= $2)
          and ($3::timestamptz is null or at <= $3)
          and ($4::text is null or rule = $4)
          and ($5::bigint is null or no < $5)
        order by no desc
        limit $6`,
      [
        filterValues(asked.institution),
        asked.from ?? null,
        asked.to ?? null,
        asked.rule ?? null,
        before,
        asked.limit + 1,
      ],
    );
    const items = rows.slice(0, asked.limit);
    const last = items.at(-1);
    return {
      items: items.map(pageOf),
      next: rows.length > asked.limit && last ? encodeCursor([last.no]) : null,
    };
  }
}
