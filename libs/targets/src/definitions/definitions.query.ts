import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { BackFillProgress, Calendar, Measure, Programme, Target } from '#contract';
import type { DefinitionsInForce, MeasureVersion, ProgrammeVersion, TargetVersion } from '#figures';
import { type CalendarCode } from '#identifiers';
import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';
import { backFillsUnderWay } from '../back-fill/back-fill.table.js';
import { readDefinitions, readMeasureVersion } from './definitions.table.js';

const targetDefinition = ({ data: { programme: _of, ...data }, version, seq }: TargetVersion): Target => ({
  ...data,
  version,
  seq,
});

const programmeDefinition = (
  { targets }: Pick<DefinitionsInForce, 'targets'>,
  { data, version, seq }: ProgrammeVersion,
): Programme => ({
  ...data,
  version,
  seq,
  targets: targets.filter(({ data: target }) => target.programme === data.code).map(targetDefinition),
});

const measureDefinition = ({ data, version, seq }: MeasureVersion, backFill: BackFillProgress): Measure => ({
  ...data,
  backFill,
  version,
  seq,
});

const calendarDefinition = (
  { calendars }: Pick<DefinitionsInForce, 'calendars'>,
  code: string,
): Calendar | null => {
  const years = calendars
    .filter(({ data }) => data.code === code)
    .map(({ data: { year, off, worked }, version, seq }) => ({ year, off, worked, version, seq }))
    .sort((a, b) => a.year - b.year);
  return years.length === 0 ? null : { code, years };
};

interface PageAsked {
  readonly limit: number;
  readonly cursor?: string;
}

/** Definitions are few: all are read, and one page of them is shown. `all` is in the order of `firstSeq`. */
const definitionsPage = <Version extends { readonly firstSeq: number }, Answer>(
  all: readonly Version[],
  { limit, cursor }: PageAsked,
  answer: (version: Version) => Answer,
): KeysetPage<Answer> => {
  const [after] = cursor === undefined ? [0] : decodeCursor(cursor, ['seq']);
  const { items, next } = keysetPage(
    all.filter(({ firstSeq }) => firstSeq > after),
    limit,
    ({ firstSeq }) => [firstSeq],
  );
  return { items: items.map(answer), next };
};

/** Programmes in the order in which they were defined first. @throws MalformedCursor */
export class ProgrammesQuery extends Query<KeysetPage<Programme>> {
  constructor(readonly asked: PageAsked) {
    super();
  }
}

/** One programme with its targets, now or as of a position in the order; null when it is not defined. */
export class ProgrammeQuery extends Query<Programme | null> {
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

  async execute({ asked }: ProgrammesQuery): Promise<KeysetPage<Programme>> {
    const inForce = await readDefinitions(this.pool);
    return definitionsPage(inForce.programmes, asked, (programme) => programmeDefinition(inForce, programme));
  }
}

@QueryHandler(ProgrammeQuery)
export class ProgrammeHandler implements IQueryHandler<ProgrammeQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: ProgrammeQuery): Promise<Programme | null> {
    const inForce = await readDefinitions(this.pool, { programme: code, asOf });
    const [programme] = inForce.programmes;
    return programme ? programmeDefinition(inForce, programme) : null;
  }
}

/** Measures in the order in which they were defined first. @throws MalformedCursor */
export class MeasuresQuery extends Query<KeysetPage<Measure>> {
  constructor(readonly asked: PageAsked) {
    super();
  }
}

/** One measure, now, as of a position in the order or in one of its versions; null when it is not defined, or has no such version. */
export class MeasureQuery extends Query<Measure | null> {
  constructor(
    readonly code: string,
    readonly which: { readonly asOf?: number; readonly version?: number } = {},
  ) {
    super();
  }
}

@QueryHandler(MeasuresQuery)
export class MeasuresHandler implements IQueryHandler<MeasuresQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ asked }: MeasuresQuery): Promise<KeysetPage<Measure>> {
    const inForce = await readDefinitions(this.pool);
    const { ofMeasure } = await backFillsUnderWay(this.pool, inForce);
    return definitionsPage([...inForce.measures.values()], asked, (measure) =>
      measureDefinition(measure, ofMeasure(measure)),
    );
  }
}

@QueryHandler(MeasureQuery)
export class MeasureHandler implements IQueryHandler<MeasureQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, which: { asOf, version } }: MeasureQuery): Promise<Measure | null> {
    const inForce = await readDefinitions(this.pool, { asOf });
    const measure =
      version === undefined ? inForce.measures.get(code) : await readMeasureVersion(this.pool, code, version);
    if (!measure) return null;
    const measures = new Map(inForce.measures).set(code, measure);
    const { ofMeasure } = await backFillsUnderWay(this.pool, { ...inForce, measures });
    return measureDefinition(measure, ofMeasure(measure));
  }
}

/** The years set of one calendar, now or as of a position in the order; null when there are none. */
export class CalendarQuery extends Query<Calendar | null> {
  constructor(
    readonly code: CalendarCode,
    readonly asOf?: number,
  ) {
    super();
  }
}

@QueryHandler(CalendarQuery)
export class CalendarHandler implements IQueryHandler<CalendarQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ code, asOf }: CalendarQuery): Promise<Calendar | null> {
    return calendarDefinition(await readDefinitions(this.pool, { asOf }), code);
  }
}
