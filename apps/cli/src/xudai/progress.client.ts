import type { ProgressAnswer, TargetProgress } from '#contract';
import { type ExitCode, exitCodes } from './failure.js';
import { grouped, type Output, textTable } from './output.process.js';
import { pathWith, type RegistryClient } from './registry.client.js';

export interface ProgressOptions {
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
