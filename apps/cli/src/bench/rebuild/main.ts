import { setTimeout as pause } from 'node:timers/promises';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { catchUp } from '../as-of/catch-up.client.js';
import { connected } from '../postgres-bench.client.js';
import { plantLog } from '../as-of/plant-log.client.js';
import { answers, started } from '../programs.process.js';
import { Asking } from '../bench-bank.client.js';
import { acknowledgedInVain } from '../overload/campaign.client.js';
import { reportNo } from '../report-stream.js';
import { type Steadily, steadily } from '../load.client.js';

/*
 * Run by the launcher, which has started a PostgreSQL that keeps fsync and synchronous_commit on and migrated it: plants a log, has each
 * projection named built anew while a bank reports and a supervisor reads at a steady rate, and says what became of these.
 */

const { env } = process;
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    facts: { type: 'string', default: '100000' },
    rate: { type: 'string', default: '500' },
    projections: { type: 'string', default: 'targets' },
    quietSeconds: { type: 'string', default: '20' },
  },
});
const rate = Number(values.rate);
const [appUrl, ownerUrl] = [env['XUDAI_DATABASE_URL'] ?? '', env['XUDAI_DATABASE_OWNER_URL'] ?? ''];
const administratorsKey = env['XUDAI_BOOTSTRAP_KEY'] ?? '';
const base = `http://127.0.0.1:${env['XUDAI_PORT']}`;
const institution = 'C1010211000012';

const [owner, watcher] = [await connected(), await connected()];
const facts = await plantLog({ appUrl, ownerUrl, administratorsKey, facts: Number(values.facts), seed: 1 });
const { projector } = await catchUp(owner, watcher, facts);
await owner.query('vacuum (analyze)');
const registry = started('registry');
await answers(base);
const administrator = new Asking(base, administratorsKey);
const [bank, supervisor] = [await administrator.bank(institution), await administrator.keyOf('supervisor')];

interface Phase {
  readonly name: string;
  readonly seconds: number;
  readonly reports: Steadily;
  readonly progress: Steadily;
}

/** Reports and questions as long as the work goes on. */
const underLoad = async (name: string, work: () => Promise<unknown>): Promise<Phase> => {
  const ending = new AbortController();
  const beganAt = performance.now();
  const reports = steadily(
    {
      url: `${base}/v1/events`,
      headers: { authorization: `Bearer ${bank}`, 'content-type': 'application/cloudevents+json' },
      aSecond: rate,
      connections: 128,
      expected: 201,
      bodyOf: (no) => reportNo(institution, name, no),
    },
    ending.signal,
  );
  const progress = steadily(
    {
      url: `${base}/v1/programmes/SH24/progress?effectiveAsOf=2024-12-31`,
      headers: { authorization: `Bearer ${supervisor}` },
      aSecond: 5,
      connections: 4,
      expected: 200,
    },
    ending.signal,
  );
  await work();
  const seconds = (performance.now() - beganAt) / 1_000;
  ending.abort();
  return { name, seconds, reports: await reports, progress: await progress };
};

const rebuilt = async (projection: string): Promise<{ differences: number | null }> => {
  const { id } = await administrator.ask('POST', '/v1/operations/rebuilds', { projection });
  for (;;) {
    const { items } = await administrator.ask('GET', '/v1/operations/rebuilds');
    const own = items.find((each) => each.id === id);
    if (own?.status === 'COMPLETED') return own;
    if (own?.status !== 'RUNNING' && own?.status !== 'SWITCHED')
      throw new Error(`The rebuild of ${projection} is ${own?.status ?? 'gone'}.`);
    await pause(500);
  }
};

const phases = [await underLoad('quiet', () => pause(Number(values.quietSeconds) * 1_000))];
const differences: Record<string, number | null> = {};
for (const projection of values.projections.split(','))
  phases.push(
    await underLoad(projection, async () => {
      differences[projection] = (await rebuilt(projection)).differences;
    }),
  );

let lost = 0;
for (const { name, reports } of phases)
  lost += await acknowledgedInVain({ base, key: bank, institution, run: name }, reports.answered);

const ms = (value: number): string => value.toFixed(0);
console.log(
  [
    `${facts} facts, ${rate} reports and 5 questions for a whole progress a second, load ${loadavg()[0]?.toFixed(1)}`,
    '',
    '| while | seconds | reports: sent, failed | p50, p99, longest | progress: asked, failed | p50, p99, longest | rows that differed |',
    '|---|---|---|---|---|---|---|',
    ...phases.map(
      ({ name, seconds, reports, progress }) =>
        `| ${name === 'quiet' ? 'nothing is rebuilt' : `${name} is rebuilt`} | ${seconds.toFixed(0)} | ${[
          reports,
          progress,
        ]
          .map(
            ({ sent, failed, p50Ms, p99Ms, maxMs }) =>
              `${sent}, ${failed.length} | ${ms(p50Ms)}, ${ms(p99Ms)}, ${ms(maxMs)} ms`,
          )
          .join(' | ')} | ${differences[name] ?? '–'} |`,
    ),
    '',
    `Acknowledged and not found recorded once afterwards: ${lost}`,
    ...phases.flatMap(({ reports, progress }) => [...reports.failed, ...progress.failed]).slice(0, 5),
  ].join('\n'),
);
mkdirSync('.cache', { recursive: true });
writeFileSync(
  '.cache/bench-rebuild.json',
  `${JSON.stringify({
    at: new Date().toISOString(),
    node: process.version,
    cpus: cpus().map(({ model }) => model),
    load: loadavg(),
    facts,
    rate,
    phases: phases.map(({ reports: { answered, ...reports }, ...phase }) => ({
      ...phase,
      reports: { ...reports, answered: answered.length },
    })),
    differences,
    lost,
  })}\n`,
);
await registry.stop();
await projector.stop();
await Promise.all([owner.end(), watcher.end()]);
