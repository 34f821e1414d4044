import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { KeysetPage } from '#keyset';
import { type ProgrammeDefinition, programmeDefinition } from './definition-answers.js';
import { definitionsPage, type PageAsked } from './definitions-page.js';
import { readDefinitions } from './definitions.table.js';

/** Programmes in the order in which they were defined first. @throws MalformedCursor */
export class ProgrammesQuery extends Query<KeysetPage<ProgrammeDefinition>> {
  constructor(readonly asked: PageAsked) {
    super();
  }
}

/** One programme with its targets, now or as of a place in the order; null when it is not defined. */
export class ProgrammeQuery extends Query<ProgrammeDefinition | null> {
  constructor(
    readonly code: string,
    readonly asOf?: number,
  ) {
    super();
  }
}

@QueryHandler(ProgrammesQuery)
export class ProgrammesHandler implements IQueryHandler<ProgrammesQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: ProgrammesQuery): Promise<KeysetPage<ProgrammeDefinition>> {
    const inForce = await readDefinitions(this.pool);
    return definitionsPage(inForce.programmes, asked, (programme) => programmeDefinition(inForce, programme));
  }
}

@QueryHandler(ProgrammeQuery)
export class ProgrammeHandler implements IQueryHandler<ProgrammeQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: ProgrammeQuery): Promise<ProgrammeDefinition | null> {
    const inForce = await readDefinitions(this.pool, { programme: code, asOf });
    const [programme] = inForce.programmes;
    return programme ? programmeDefinition(inForce, programme) : null;
  }
}
