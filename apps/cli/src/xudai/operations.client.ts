import type { CheckList, ProgrammeList, ReadinessAnswer, Rebuild } from '#contract';
import { type ExitCode, exitCodes, Failure } from './failure.js';
import { type Output, textTable } from './output.process.js';
import { Patience } from './patience.client.js';
import { Refused, type RegistryClient } from './registry.client.js';

const readiness = async (registry: RegistryClient): Promise<readonly string[] | undefined> => {
  try {
    return (await registry.get<ReadinessAnswer>('/readyz')).warnings ?? [];
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
};

/** What a key may not see is left out. */
const ifAllowed = async <Answer>(question: Promise<Answer>): Promise<Answer | null> => {
  try {
    return await question;
  } catch (error) {
    if (error instanceof Refused && (error.status === 401 || error.status === 403)) return null;
    throw error;
  }
};

/** Whether the registry records and shows, up to which fact, and what its checkers found; no where it is not ready. */
export const status = async (registry: RegistryClient, output: Output): Promise<ExitCode> => {
  const warnings = await readiness(registry);
  const basis = (await ifAllowed(registry.get<ProgrammeList>('/v1/programmes?limit=1')))?.basis ?? null;
  const checks = (await ifAllowed(registry.get<CheckList>('/v1/operations/checks')))?.items ?? null;
  const isReady = warnings !== undefined;
  output.answer(
    { address: registry.address, ready: isReady, warnings: warnings ?? [], basis, checks },
    () => [
      `${registry.address} is ${isReady ? 'ready' : 'not ready'}`,
      ...(warnings ?? []).map((warning) => `warning: ${warning}`),
      ...(basis ? [`shown up to fact ${basis.seq}, ${basis.lagMs} ms behind, ${basis.parked} parked`] : []),
      ...(checks && checks.length > 0
        ? [
            '',
            ...textTable(
              ['projection', 'checked at fact', 'mismatches', ''],
              checks.map(({ projection, seq, mismatches, failure }) => [
                projection,
                String(seq),
                String(mismatches),
                failure ? 'the check broke' : '',
              ]),
            ),
          ]
        : []),
    ],
  );
  return isReady ? exitCodes.done : exitCodes.no;
};

const patienceMs = 60_000;

/** Builds a projection anew beside the live one; waits until it has taken its place. */
export const rebuild = async (
  registry: RegistryClient,
  output: Output,
  projection: string,
): Promise<ExitCode> => {
  const begun = await registry.send<Rebuild>('POST', '/v1/operations/rebuilds', { projection });
  const built = await Patience.noting(output, patienceMs).followed({
    begun,
    find: () => rebuildOf(registry, begun.id),
    isOver: ({ status: now }) => now !== 'RUNNING',
    onProgress: ({ seq, liveSeq }) => output.progress(seq, liveSeq + 1, `${seq} of ${liveSeq} facts`),
    pollMs: 1_000,
  });
  output.progress(1, 1, `${built.seq} facts`);
  if (built.status === 'FAILED') throw new Failure(`The rebuild failed: ${built.reason ?? 'no reason'}`);
  output.answer(built, () => [
    `${projection} was switched at fact ${built.switchedSeq}; ${built.differences} rows were different`,
    ...built.first.map(({ table, key, row }) => `  ${table} ${key} ${row}`),
  ]);
  return exitCodes.done;
};

const rebuildOf = async (registry: RegistryClient, id: string): Promise<Rebuild> => {
  for await (const each of registry.all<Rebuild>('/v1/operations/rebuilds')) if (each.id === id) return each;
  throw new Failure(`The registry knows no rebuild ${id} any more.`);
};
