import { programLog } from '#logging';

// First of all: what fails while the rest is loaded is a line of the log too.
const logger = programLog('projector');
const { runProjector } = await import('./projector.process.js');
await runProjector(logger);
