export { type ActiveSession, lock, tryLock, unlock, whileActive } from './advisory-lock.connection.js';
export { askDatabase, columnTypes, createPool, withConnection } from './pool.connection.js';
export { withDatabase, withLogin } from './named-database.connection.js';
export { HeldConnection, NotificationListener } from './held.connection.js';
export { migrate } from './migrate.connection.js';
export { allMigrations } from './migrations/all.migration.js';
export { SnapshotPool } from './snapshot.connection.js';
export { type Cell, copyRows } from './copy-rows.connection.js';
export {
  type Presence,
  textArray,
  inKeyOrder,
  writeMissingRows,
  type Written,
  writeRows,
} from './write-rows.connection.js';
