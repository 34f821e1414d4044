/** `npm run test:nightly`: every long campaign; `npm run test:nightly -- fuzz documents` runs only these. */
import { explain, PlainFailure } from './say.mjs';
import { checkNode, ensureBuild, ensurePackages } from './setup.mjs';

checkNode();
const { Ending } = await import('./processes.mjs');
const { nightlySteps } = await import('./nightly-steps.mjs');
const { closingLine, runSteps } = await import('./test-steps.mjs');

const ending = new Ending((signal) => (signal === 'SIGINT' ? 130 : 143));
try {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !Object.hasOwn(nightlySteps, name));
  if (unknown.length > 0)
    throw new PlainFailure(
      `no such campaign: ${unknown.join(', ')}; there are ${Object.keys(nightlySteps).join(', ')}`,
    );
  await ensurePackages(ending);
  await ensureBuild(ending);
  const steps = Object.entries(nightlySteps).filter(([name]) => asked.length === 0 || asked.includes(name));
  const tally = await runSteps(steps, ending.signal);
  console.log(closingLine(tally));
  process.exitCode = tally.failed > 0 ? 1 : 0;
} catch (failure) {
  process.exitCode = ending.exitCode ?? explain(failure);
}
process.exit();
