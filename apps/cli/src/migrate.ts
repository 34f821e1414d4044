import { programLog } from '#logging';

// First of all: what fails while the rest is loaded is a line of the log too.
const logger = programLog('migrate');
const { runMigrations } = await import('./migrate.process.js');
await runMigrations(logger);
