import type { Replay, ProgressAnswer, TargetProgress } from '#contract';
import { type ExitCode, exitCodes, Failure } from './failure.js';
import { grouped, type Output, textTable } from './output.process.js';
import { Patience } from './patience.client.js';
import { pathWith, type RegistryClient } from './registry.client.js';

interface FactsOptions {
  readonly from?: string;
  readonly to?: string;
  readonly stream?: readonly string[];
  readonly type?: readonly string[];
  readonly institution?: readonly string[];
}

/** Facts as they were recorded, one a line. */
export const facts = async (
  registry: RegistryClient,
  output: Output,
  options: FactsOptions,
): Promise<ExitCode> => {
  const query = new URLSearchParams(
    Object.entries(options).flatMap(([name, value]) =>
      [value].flat().map((each) => [name, String(each)] as [string, string]),
    ),
  );
  for await (const bytes of registry.bytes(pathWith('/v1/facts', query))) await output.written(bytes);
  return exitCodes.done;
};

interface ReplayOptions {
  readonly effectiveAsOf?: string;
  readonly knownAt?: string;
}

const patienceMs = 60_000;

const totalsOf = ({ totals }: Replay): readonly string[] =>
  textTable(
    ['target', 'from the facts', 'as shown', ''],
    totals.map(({ target, replayed, projected }) => [
      target,
      replayed === null ? '–' : grouped(replayed),
      projected === null ? '–' : grouped(projected),
      replayed === projected ? 'equal' : 'different',
    ]),
  );

/** Folds the log anew, and holds the figures of a programme against it; the answer is no where they differ. */
export const replay = async (
  registry: RegistryClient,
  output: Output,
  programme: string,
  options: ReplayOptions,
): Promise<ExitCode> => {
  const begun = await registry.send<Replay>('POST', '/v1/replays', { programme, ...options });
  const replayed = await Patience.noting(output, patienceMs).followed({
    begun,
    find: () => registry.get<Replay>(`/v1/replays/${begun.id}`),
    isOver: ({ status }) => status !== 'RUNNING',
    onProgress: ({ factsRead, factsTotal }) =>
      output.progress(factsRead, factsTotal, `${factsRead} of ${factsTotal} facts`),
  });
  output.progress(1, 1, `${replayed.factsRead} facts`);
  if (replayed.status !== 'COMPLETED')
    throw new Failure(`The replay failed: ${replayed.reason ?? 'no reason'}`);
  output.answer(replayed, () => [
    ...totalsOf(replayed),
    '',
    `${replayed.verdict}, as of ${replayed.effectiveAsOf}, over the facts up to ${replayed.seq}`,
  ]);
  return replayed.verdict === 'equal' ? exitCodes.done : exitCodes.no;
};

interface ProgressOptions {
  readonly effectiveAsOf?: string;
  readonly knownAt?: string;
  readonly institution?: string;
}

/** Four decimals as per cent with one, cut off: what is not reached never looks as if it were. */
const percentOf = (ratio: string): string => {
  const tenths = Math.trunc(Number(ratio.replace('.', '')) / 10);
  const size = Math.abs(tenths);
  return `${tenths < 0 ? '-' : ''}${Math.trunc(size / 10)}.${size % 10}`;
};

const shown = (quantity: string | null): string => (quantity === null ? '–' : grouped(quantity));

const statusOf = ({ achieved, backFill, comparator }: TargetProgress): string => {
  if (backFill !== null) return 'being counted';
  if (comparator === 'INFO') return '';
  return achieved ? 'achieved' : 'not yet';
};

const rowOf = (target: TargetProgress): readonly string[] => [
  target.code,
  target.name.en,
  shown(target.actual),
  shown(target.threshold),
  target.unit,
  target.ratio === null ? '–' : `${percentOf(target.ratio)}%`,
  statusOf(target),
];

export const progressOf = async (
  registry: RegistryClient,
  programme: string,
  options: ProgressOptions,
  /** Of what has to be counted in it. */
  positions: readonly string[] = [],
): Promise<ProgressAnswer> => {
  const query = new URLSearchParams(Object.entries(options).filter(([, value]) => value !== undefined));
  const path = pathWith(`/v1/programmes/${encodeURIComponent(programme)}/progress`, query);
  const headers =
    positions.length === 0 ? {} : { 'await-position': positions.join(), 'await-timeout': '30000' };
  return registry.read<ProgressAnswer>(await registry.answer('GET', path, { headers }));
};

export const progressLines = ({ targets, basis }: ProgressAnswer): readonly string[] => [
  ...textTable(['target', 'name', 'actual', 'threshold', 'unit', 'share', ''], targets.map(rowOf)),
  '',
  `as of ${basis.effectiveAsOf}, known at fact ${basis.knownAt}`,
];

/** How far each target of a programme is. */
export const progress = async (
  registry: RegistryClient,
  output: Output,
  programme: string,
  options: ProgressOptions,
): Promise<ExitCode> => {
  const answer = await progressOf(registry, programme, options);
  output.answer(answer, () => progressLines(answer));
  return exitCodes.done;
};
