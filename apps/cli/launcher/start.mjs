/** `npm start`: everything the registry needs, in a fresh clone and in an old one. */
import { explain } from './say.mjs';
import { checkNode, dataHome } from './setup.mjs';

checkNode();
const { Ending } = await import('./ending.mjs');
const { readStartSettings, usage } = await import('./start-settings.mjs');
const { runRegistry } = await import('./run-registry.mjs');

try {
  const settings = readStartSettings(process.argv.slice(2), process.env, dataHome);
  if (settings.help) {
    console.log(usage);
  } else {
    const ending = new Ending(() => 0);
    await runRegistry(settings, ending);
    process.exitCode = ending.exitCode;
  }
} catch (failure) {
  process.exitCode = explain(failure);
}
process.exit();
