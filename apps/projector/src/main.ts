import { programLog } from '#logging';

// Loaded before the rest, so that failures while loading are logged too.
const logger = programLog('projector');
const { runProjector } = await import('./projector.process.js');
await runProjector(logger);
