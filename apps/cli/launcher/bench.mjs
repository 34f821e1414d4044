/**
 * `npm run bench`: a registry on a durable PostgreSQL of its own, put under load beside what does less and beside other stores, and removed
 * again; `-- --keep` keeps the run in docs; `-- overload`: under more than it can
 * take; `-- as-of --facts 10000000`: figures at any cut, over a log of so many facts (a million), which `--data FOLDER` keeps for the next time; `-- files --reports 100000`: files of so many
 * reports, sent, decided and shown; `-- rebuild --facts 1000000`: projections built anew while reports arrive; `-- year --scale 1`: a made-up year
 * of a whole city, sent, decided, shown, and held against what it comes to.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { checkSettings } from './start-settings.mjs';
import { startEmbeddedPostgres } from './embedded-postgres.mjs';
import { freePort } from './ports.mjs';
import { untilReady } from './readiness.mjs';
import { runCommand } from './run-command.mjs';
import { explain, PlainFailure } from './say.mjs';
import { checkNode, ensureBuild, ensurePackages, projectRoot } from './setup.mjs';
import { nodeOptions, priorities, startProgram } from './supervised-program.mjs';

checkNode();

/** The folder of a planted log that is kept for the next run (option of the part `as-of`); undefined: it is removed. */
const keptIn = (/** @type {string[]} */ given) => {
  const { values } = parseArgs({ args: given, options: { data: { type: 'string' } }, strict: false });
  return typeof values['data'] === 'string' ? path.resolve(values['data']) : undefined;
};

/** A log that is kept knows the key that it was planted under, and no other. */
function administratorsKey(/** @type {string | undefined} */ folder) {
  const file = folder && path.join(folder, 'administrators-key');
  if (file && existsSync(file)) return readFileSync(file, 'utf8');
  const key = `xk_bench_${randomBytes(20).toString('hex')}`;
  if (file) writeFileSync(file, key, { mode: 0o600 });
  return key;
}

async function bench() {
  await ensurePackages();
  await ensureBuild();
  await checkSettings(process.env);

  const ending = new AbortController();
  const { signal } = ending;
  const parts = new Set(['overload', 'as-of', 'files', 'rebuild', 'year']);
  const [first = '', ...more] = process.argv.slice(2);
  const [named, given] = parts.has(first) ? [first, more] : ['', process.argv.slice(2)];
  const kept = named === 'as-of' ? keptIn(given) : undefined;
  if (kept) mkdirSync(kept, { recursive: true });
  const database = await startEmbeddedPostgres({
    dataDirectory: kept ?? mkdtempSync(path.join(os.tmpdir(), 'xudai-bench-')),
    temporary: kept === undefined,
  });
  const part = named ? `${named}/main.js` : 'main.js';
  const [registryPort, idlePort] = [await freePort('127.0.0.1'), await freePort('127.0.0.1')];
  const metricsPort = await freePort('127.0.0.1');
  const env = {
    ...process.env,
    XUDAI_DATABASE_URL: database.appUrl('xudai'),
    XUDAI_DATABASE_OWNER_URL: database.ownerUrl('xudai'),
    XUDAI_PORT: String(registryPort),
    // Off, as it is unless asked for, where nobody reads them.
    XUDAI_METRICS_PORT: named === 'overload' ? String(metricsPort) : '0',
    XUDAI_BOOTSTRAP_KEY: administratorsKey(kept),
    XUDAI_LOG_LEVEL: 'error',
    // Where an event store is named, this run has streams of its own there.
    ...(process.env['XUDAI_EVENT_STORE_URL'] && {
      XUDAI_STREAM_PREFIX: `bench-${randomBytes(6).toString('hex')}-`,
    }),
    BENCH_PROGRAMS: JSON.stringify({ nodeOptions, priorities }),
    BENCH_PORTS: `${registryPort},${idlePort},${metricsPort}`,
  };
  const program = (/** @type {string} */ name) => path.join(projectRoot, 'dist/apps', name);
  const start = (/** @type {import('./supervised-program.mjs').Program} */ name) => {
    const started = startProgram(name, { main: program(`${name}/src/main.js`), cwd: projectRoot, env });
    // Without it there is nothing to wait for and nothing to measure.
    started.once('exit', () => ending.abort(new PlainFailure(`${name} ended; the reason stands above`)));
    return started;
  };

  /** @type {import('node:child_process').ChildProcess[]} */
  const programs = [];
  try {
    await runCommand(process.execPath, [program('cli/src/migrate.js')], { cwd: projectRoot, env, signal });
    // A part that measures each program, or plants a log before it is followed, starts the programs itself.
    if (named === 'overload') {
      programs.push(start('registry'), start('projector'));
      await untilReady(`http://127.0.0.1:${registryPort}`, signal);
    }
    const { exitCode } = await runCommand(
      process.execPath,
      ['--enable-source-maps', program(`cli/src/bench/${part}`), ...given],
      {
        cwd: projectRoot,
        env,
        signal,
      },
    );
    process.exitCode = exitCode;
  } finally {
    for (const each of programs) each.kill('SIGKILL');
    await database.stop();
  }
}

try {
  await bench();
} catch (failure) {
  process.exitCode = explain(failure);
}
process.exit();
