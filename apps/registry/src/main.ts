import { programLog } from '#logging';

// First of all: what fails while the rest is loaded is a line of the log too.
const logger = programLog('registry');
const { runRegistry } = await import('./registry.process.js');
await runRegistry(logger);
