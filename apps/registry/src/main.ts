import { programLog } from '#logging';

// Loaded before the rest, so that failures while loading are logged too.
const logger = programLog('registry');
const { runRegistry } = await import('./registry.process.js');
await runRegistry(logger);
