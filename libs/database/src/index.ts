export { columnTypes } from './column-types.connection.js';
export { readDatabaseUrl, withDatabase, withLogin, type DatabaseUrl } from './database-url.js';
export { migrate, type Migrated, type MigrateOptions } from './migrate.database.js';
export { allMigrations } from './migrations/all.migrations.js';
export { createPool, type PoolOptions } from './pool.connection.js';
export { SnapshotPool } from './snapshot.pool.js';
