import { shanghaiDay, systemClock } from '#calendar';
import { Failure } from '../failure.js';
import { Output } from '../output.process.js';
import { plainLines } from '../plain-text.js';
import { demo } from './demo.client.js';

/* Run by `npm run demo` beside a registry that has just become ready. */

const { DEMO_ADDRESS: address = '', DEMO_KEY: key = '', DEMO_FOLDER: folder = '' } = process.env;
const today = shanghaiDay(systemClock.now());
/** One per cent of a city's year: some 28,000 reports. */
const scale = Number(process.env['DEMO_SCALE'] ?? '0.01');

// The launcher is gone, and the registry with it.
process.once('disconnect', () => process.exit(1));
// Who listens for its end would wait for it otherwise, when all is done.
process.channel?.unref();

try {
  process.exitCode = await demo(
    { address, key, folder, scale, today },
    new Output(process.env['DEMO_JSON'] === '1'),
  );
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`xudai: ${plainLines(error.message)}\n`);
  process.exitCode = error.exitCode;
}
