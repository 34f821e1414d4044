import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { KeysetPage } from '#keyset';
import { type MeasureDefinition, measureDefinition } from './definition-answers.js';
import { definitionsPage, type PageAsked } from './definitions-page.js';
import { readDefinitions, readRecordedFacts } from './definitions.table.js';

/** Measures in the order in which they were defined first. @throws MalformedCursor */
export class MeasuresQuery extends Query<KeysetPage<MeasureDefinition>> {
  constructor(readonly asked: PageAsked) {
    super();
  }
}

/** One measure, now or as of a place in the order; null when it is not defined. */
export class MeasureQuery extends Query<MeasureDefinition | null> {
  constructor(
    readonly code: string,
    readonly asOf?: number,
  ) {
    super();
  }
}

/** Types of facts that measures are made of and that have come, as far as is projected. */
export class RecordedFactsQuery extends Query<ReadonlySet<string>> {}

@QueryHandler(MeasuresQuery)
export class MeasuresHandler implements IQueryHandler<MeasuresQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: MeasuresQuery): Promise<KeysetPage<MeasureDefinition>> {
    const { measures } = await readDefinitions(this.pool);
    return definitionsPage([...measures.values()], asked, measureDefinition);
  }
}

@QueryHandler(MeasureQuery)
export class MeasureHandler implements IQueryHandler<MeasureQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: MeasureQuery): Promise<MeasureDefinition | null> {
    const measure = (await readDefinitions(this.pool, { asOf })).measures.get(code);
    return measure ? measureDefinition(measure) : null;
  }
}

@QueryHandler(RecordedFactsQuery)
export class RecordedFactsHandler implements IQueryHandler<RecordedFactsQuery> {
  constructor(private readonly pool: pg.Pool) {}

  execute(): Promise<ReadonlySet<string>> {
    return readRecordedFacts(this.pool);
  }
}
