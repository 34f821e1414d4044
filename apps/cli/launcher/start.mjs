/** `npm start`: everything the registry needs, in a fresh clone and in an old one. */
import { answer, explain, sayBeside } from './say.mjs';
import { checkNode, dataHome } from './setup.mjs';

checkNode();
const { Ending } = await import('./processes.mjs');
const { readStartSettings, usageOf } = await import('./start-settings.mjs');
const { runRegistry } = await import('./run-registry.mjs');

if (process.argv.includes('--json')) sayBeside();
try {
  const settings = readStartSettings(process.argv.slice(2), process.env, dataHome);
  if (settings.help) {
    process.stdout.write(`${usageOf('start')}\n`);
  } else {
    const ending = new Ending(() => 0);
    await runRegistry(settings, ending, (registry) => settings.json && answer(registry));
    process.exitCode = ending.exitCode;
  }
} catch (failure) {
  process.exitCode = explain(failure);
}
process.exit();
