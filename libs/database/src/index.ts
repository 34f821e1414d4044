export { askDatabase } from './answering.connection.js';
export { columnTypes } from './column-types.connection.js';
export { withDatabase, withLogin } from './database-url.js';
export { migrate } from './migrate.database.js';
export { allMigrations } from './migrations/all.migrations.js';
export { createPool } from './pool.connection.js';
export { SnapshotPool } from './snapshot.pool.js';
