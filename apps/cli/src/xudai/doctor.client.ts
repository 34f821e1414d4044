import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProgrammeList, ReadinessAnswer } from '#contract';
import { type ExitCode, exitCodes } from './failure.js';
import type { Output } from './output.process.js';
import { Refused, type RegistryClient, Unreachable } from './registry.client.js';

const packageFolder = (folder: string): string =>
  existsSync(path.join(folder, 'package.json')) ? folder : packageFolder(path.dirname(folder));

/** Of the package that this program is a part of, in a clone and elsewhere. */
export const xudaiVersion = (): string => {
  const manifest = path.join(packageFolder(import.meta.dirname), 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
};

interface Finding {
  readonly what: string;
  readonly isWell: boolean;
  /** What was seen, and where it is not well what to do. */
  readonly sentence: string;
}

const well = (what: string, sentence: string): Finding => ({ what, isWell: true, sentence });
const ill = (what: string, sentence: string): Finding => ({ what, isWell: false, sentence });

const leastNode = [20, 19] as const;

const node = (): Finding => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNewEnough = major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1]);
  return isNewEnough
    ? well('Node.js', process.version)
    : ill('Node.js', `${process.version} is too old: ${leastNode.join('.')} or newer is needed.`);
};

/** Reports that are stamped by another clock than the bank's are taken for late, or refused. */
const mostApartMs = 5_000;

const clock = (answer: Response, askedAt: number): Finding => {
  const theirs = Date.parse(answer.headers.get('date') ?? '');
  const apartMs = Math.abs(theirs - askedAt);
  // A header has whole seconds.
  return Number.isNaN(apartMs) || apartMs <= mostApartMs + 1_000
    ? well('clock', 'it agrees with the registry')
    : ill('clock', `it is ${Math.round(apartMs / 1_000)} s apart from the registry's: set one of them.`);
};

const reach = async (registry: RegistryClient): Promise<readonly Finding[]> => {
  const askedAt = Date.now();
  const answer = await registry.answer('GET', '/healthz');
  const tookMs = Date.now() - askedAt;
  return [
    well('registry', `${registry.address} answers after ${tookMs} ms`),
    clock(answer, askedAt + tookMs / 2),
  ];
};

const readiness = async (registry: RegistryClient): Promise<readonly Finding[]> => {
  try {
    const { warnings = [] } = await registry.get<ReadinessAnswer>('/readyz');
    return [well('readiness', 'it records and shows'), ...warnings.map((each) => ill('warning', each))];
  } catch (error) {
    if (error instanceof Refused)
      return [ill('readiness', error.problem.detail ?? error.message.replaceAll('\n', ' '))];
    throw error;
  }
};

const mostBehindMs = 10_000;

const key = async (registry: RegistryClient): Promise<readonly Finding[]> => {
  try {
    const { basis } = await registry.get<ProgrammeList>('/v1/programmes?limit=1');
    return [
      well('key', 'it is valid'),
      basis.lagMs <= mostBehindMs
        ? well('projections', `up to fact ${basis.seq}, ${basis.lagMs} ms behind`)
        : ill('projections', `${basis.lagMs} ms behind: does the projector run?`),
      ...(basis.parked > 0
        ? [ill('projections', `${basis.parked} facts are parked: the operator's guide says what to do.`)]
        : []),
    ];
  } catch (error) {
    if (error instanceof Refused && error.status === 401)
      return [ill('key', error.message.split('\n').at(-1) ?? '')];
    if (error instanceof Refused) return [ill('key', error.message.replaceAll('\n', ' '))];
    throw error;
  }
};

/** Looks at what has to be well before anything works, and says what to do where it is not. */
export const doctor = async (registry: RegistryClient, output: Output): Promise<ExitCode> => {
  const findings: Finding[] = [well('xudai', xudaiVersion()), node()];
  let isReached = false;
  try {
    findings.push(...(await reach(registry)));
    isReached = true;
    findings.push(...(await readiness(registry)), ...(await key(registry)));
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Refused)) throw error;
    findings.push(
      ill('registry', `${error.message.replaceAll('\n', ' ')} Is it running, and is the address right?`),
    );
  }
  output.answer({ address: registry.address, findings }, () =>
    findings.map(({ what, isWell, sentence }) => `${isWell ? 'ok ' : 'BAD'}  ${what}: ${sentence}`),
  );
  if (!isReached) return exitCodes.unreachable;
  return findings.every(({ isWell }) => isWell) ? exitCodes.done : exitCodes.no;
};
