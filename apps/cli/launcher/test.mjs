/** `npm test`: every check there is; `npm test -- path/or/options` hands these to jest and runs only jest. */
import { explain } from './say.mjs';
import { checkNode, ensureBuild, ensurePackages } from './setup.mjs';

checkNode();
const { Ending } = await import('./processes.mjs');
const { closingLine, runEverything, runJestAlone } = await import('./test-steps.mjs');

const ending = new Ending((signal) => (signal === 'SIGINT' ? 130 : 143));
try {
  await ensurePackages(ending);
  await ensureBuild(ending);
  const args = process.argv.slice(2);
  const tally = await (args.length > 0 ? runJestAlone(args, ending.signal) : runEverything(ending.signal));
  console.log(closingLine(tally));
  process.exitCode = tally.failed > 0 ? 1 : 0;
} catch (failure) {
  process.exitCode = ending.exitCode ?? explain(failure);
}
process.exit();
