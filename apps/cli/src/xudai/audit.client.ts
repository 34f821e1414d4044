import type { Replay } from '#contract';
import { type ExitCode, exitCodes, Failure } from './failure.js';
import { grouped, type Output, textTable } from './output.process.js';
import { Patience } from './patience.client.js';
import { pathWith, type RegistryClient } from './registry.client.js';

export interface FactsOptions {
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

export interface ReplayOptions {
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
