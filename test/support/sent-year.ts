import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunningRegistry } from './running-registry.js';
import { type Line, openStream } from './stream-client.js';

/* A synthetic year as somebody with nothing but its folder sends it: what is to be there first, then day after day. */

interface SettingUp {
  readonly role: 'admin' | 'supervisor';
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/** So many at once that none is turned away. */
const sideBySide = 6;

const inParallel = async <Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  const left = items.entries();
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      for (const [at, item] of left) results[at] = await work(item);
    }),
  );
  return results;
};

/** Gives a key of each institution. */
export const setUp = async (
  registry: RunningRegistry,
  folder: string,
): Promise<ReadonlyMap<string, string>> => {
  const keys = { admin: await registry.keyFor('admin'), supervisor: await registry.keyFor('supervisor') };
  const ofInstitutions = new Map<string, string>();
  const put = async ({ role, method, path: route, headers = {}, body }: SettingUp): Promise<void> => {
    const answer = await registry.ask(method === 'PUT' ? 'put' : 'post', route, {
      key: keys[role],
      body,
      headers,
    });
    if (answer.status >= 300) throw new Error(`${method} ${route}: ${answer.status} ${answer.text}`);
    if (route !== '/v1/institutions') return;
    const code = String(body['code']);
    const issued = await registry.ask('post', '/v1/keys', {
      key: keys.admin,
      body: { role: 'bank', institution: code, label: 'year' },
    });
    ofInstitutions.set(code, issued.body.key as string);
  };
  const all = readJson(path.join(folder, 'setup.json')) as readonly SettingUp[];
  const isInstitution = ({ path: route }: SettingUp): boolean => route === '/v1/institutions';
  await inParallel(all.filter(isInstitution), put);
  for (const each of all.filter((one) => !isInstitution(one))) await put(each);
  return ofInstitutions;
};

/** The outcome of one line of a file. */
export interface LineOutcome {
  /** As `expected.json` names it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly id: string | null;
  readonly outcome: 'recorded' | 'repeated' | 'refused';
  readonly status: number;
  readonly rule: string | null;
}

const outcomeOf = (
  file: string,
  { index = 0, id = null, status = 0, problem, repeated }: Line,
): LineOutcome => ({
  file,
  line: index + 1,
  id,
  outcome: problem ? 'refused' : repeated ? 'repeated' : 'recorded',
  status,
  rule: problem?.rule ?? null,
});

const sendFile = async (
  port: number,
  key: string,
  folder: string,
  file: string,
): Promise<{ readonly outcomes: readonly LineOutcome[]; readonly position: string | null }> => {
  const stream = openStream(port, key);
  stream.request.end(readFileSync(path.join(folder, file)));
  const lines = await stream.rest();
  const summary = lines.at(-1)?.summary;
  if (!summary) throw new Error(`${file}: ${await stream.status()} ${JSON.stringify(lines.at(-1))}`);
  return { outcomes: lines.slice(0, -1).map((line) => outcomeOf(file, line)), position: summary.position };
};

/** Day after day; of one day the files of all institutions side by side. Gives what became of each line, and the last position. */
export const sendYear = async (
  registry: RunningRegistry,
  keys: ReadonlyMap<string, string>,
  folder: string,
): Promise<{ readonly outcomes: readonly LineOutcome[]; readonly positions: readonly string[] }> => {
  const { port } = registry;
  const outcomes: LineOutcome[] = [];
  const positions: string[] = [];
  const days = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const day of days.map(({ name }) => name).sort()) {
    const files = readdirSync(path.join(folder, day)).sort();
    const sent = await inParallel(files, (file) => {
      const key = keys.get(path.basename(file, '.ndjson')) ?? '';
      return sendFile(port, key, folder, `${day}/${file}`);
    });
    outcomes.push(...sent.flatMap((each) => each.outcomes));
    positions.splice(0, positions.length, ...sent.flatMap(({ position }) => position ?? []));
  }
  return { outcomes, positions };
};
