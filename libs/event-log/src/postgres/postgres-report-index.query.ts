import type pg from 'pg';
import type { FactMetadata, Position } from '#facts';
import { type FoundReport, type ReportAsked, ReportIndex } from '../report-index.js';
import { rowsOf } from './facts.table.js';

type Row = readonly [
  place: number,
  stream: string,
  revision: number,
  type: string,
  seq: number,
  metadata: FactMetadata,
];

/** The index of reports is part of the facts' table: never behind where they are appended to it, else as far as their sequence. */
export class PostgresReportIndex extends ReportIndex {
  constructor(
    private readonly pool: pg.Pool,
    /** Null where the log has positions of its own. */
    private readonly positionOf: (seq: number) => Position | null = String,
  ) {
    super();
  }

  async findMany(asked: readonly ReportAsked[]): Promise<readonly (FoundReport | null)[]> {
    const rows = await rowsOf(
      this.pool,
      `select place, stream, revision, type, seq, metadata
         from unnest($1::text[], $2::text[], $3::text[]) with ordinality as asked (sender, id, preferred, place)
        cross join lateral (select stream, revision, type, seq, metadata from facts
                             where institution = sender and report_id = id order by stream is distinct from preferred, seq limit 1) found`,
      [
        asked.map(({ institution }) => findable(institution)),
        asked.map(({ reportId }) => findable(reportId)),
        asked.map(({ preferably }) => findable(preferably ?? '')),
      ],
    );
    const found: (FoundReport | null)[] = asked.map(() => null);
    for (const row of rows) {
      const [place, stream, revision, type, seq, metadata] = row as Row;
      const position = this.positionOf(seq);
      found[place - 1] = { stream, revision, type, seq, position, digest: metadata.reportDigest };
    }
    return found;
  }
}

/** PostgreSQL holds no NUL, so that nothing is stored under a name with one. */
const findable = (name: string): string | null => (name.includes('\0') ? null : name);
