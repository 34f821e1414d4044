import pg from 'pg';
import { day, instant, wholeNumber } from './column-values.js';

const parsers = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, wholeNumber],
  [pg.types.builtins.DATE, day],
  [pg.types.builtins.TIMESTAMPTZ, instant],
]);

/** For connections and queries of ours; what other libraries read in the same process stays as they expect it. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? pg.types.getTypeParser(oid, format ?? 'text'),
};
