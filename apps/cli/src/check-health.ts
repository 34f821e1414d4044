import { stat } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { readSettings, type Settings } from '#settings';

/*
 * `check-health registry` and `check-health projector`: what a container runs beside the program, in the same environment, to
 * know whether it lives. Says nothing and exits 0 when it does; else one sentence, and 1.
 */

const longestWaitMs = 3_000;
/** The projector writes every five seconds. */
const oldestHeartbeatMs = 20_000;

/** The status of the registry's own `/healthz`, asked from inside, where its certificate names another host. */
const statusOfRegistry = ({ port, tls }: Settings): Promise<number> => {
  const options = { host: '127.0.0.1', port, path: '/healthz', timeout: longestWaitMs };
  return new Promise((resolve, reject) => {
    const request = tls ? https.get({ ...options, rejectUnauthorized: false }) : http.get(options);
    request.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    request.on('timeout', () => request.destroy(new Error(`no answer in ${longestWaitMs} ms`)));
    request.on('error', reject);
  });
};

const reasonAgainst: Readonly<Record<string, (settings: Settings) => Promise<string | undefined>>> = {
  registry: async (settings) => {
    const status = await statusOfRegistry(settings);
    return status === 200 ? undefined : `/healthz answered ${status}`;
  },
  projector: async ({ heartbeatFile }) => {
    if (heartbeatFile === undefined) return 'XUDAI_HEARTBEAT_FILE is not set';
    const ageMs = Date.now() - (await stat(heartbeatFile)).mtimeMs;
    return ageMs <= oldestHeartbeatMs
      ? undefined
      : `its last heartbeat was ${Math.round(ageMs / 1_000)} s ago`;
  },
};

const reason = async (): Promise<string | undefined> => {
  const check = reasonAgainst[process.argv[2] ?? ''];
  if (!check) return `name one of ${Object.keys(reasonAgainst).join(', ')}`;
  const read = readSettings(process.env);
  return read.outcome === 'wrong' ? read.lines.join('; ') : check(read.settings);
};

const found = await reason().catch((error: unknown) =>
  error instanceof Error ? error.message : String(error),
);
if (found !== undefined) {
  console.error(found);
  process.exitCode = 1;
}
