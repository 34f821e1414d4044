/** Tables that only grow: the app's login may read and insert, and nothing else. */
export const appendOnlyTables: readonly string[] = ['facts'];

/** Tables that only migrations write. */
export const migrationTables: readonly string[] = ['migrations'];
