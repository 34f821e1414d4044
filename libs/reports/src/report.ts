import type { z } from 'zod';
import type { dataSchemas, ReportType } from './report-types.js';

/** A report whose envelope and data match the schema. Nothing is decided yet. */
export interface Report<Type extends ReportType = ReportType> {
  readonly type: Type;
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly time: string | null;
  readonly extensions: Readonly<Record<string, string | number | boolean>>;
  readonly data: z.infer<(typeof dataSchemas)[Type]>;
  /** SHA-256 hex of the content; see `reportDigest`. */
  readonly digest: string;
}
