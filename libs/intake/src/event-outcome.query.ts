import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { EventPage } from '#contract';
import type { InstitutionCode } from '#identifiers';
import { Ledger } from '#recording';

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
