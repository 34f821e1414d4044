import type { MeasuredFigure } from './figures.js';
import type { Row } from './interleaved.js';

/* A run as it stands in `docs/benchmarks.md`. */

const dash = '–';

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

const ms = (value: number | null): string => (value === null ? dash : `${value.toFixed(1)} ms`);

/** In a cell; as much of it as says what happened. */
const reasonText = (reason: string): string =>
  reason.replaceAll(/\s+/g, ' ').slice(0, 160).replaceAll('|', '\\|');

const rowLine = ({ name, failed, perSecond, p50Ms, p99Ms, us }: Row): string => {
  if (failed !== undefined || perSecond === null)
    return `| ${name} | **failed**: ${reasonText(failed ?? 'never measured')} | | |`;
  const times = us
    ? [us.client, us.server, us.projector, us.postgres].map(whole).join(', ') +
      (us.server > 0 ? ` (${whole(us.mainThread)})` : '')
    : dash;
  return `| ${name} | ${whole(perSecond)} | ${p50Ms === null ? dash : `${ms(p50Ms)}, ${ms(p99Ms)}`} | ${times} |`;
};

const valueText = (value: number | null, unit: MeasuredFigure['unit']): string => {
  if (value === null) return 'not measured';
  if (unit === 'ratio') return value.toFixed(2);
  return `${whole(value)} ${unit}`;
};

/** Without the unit, which stands beside. */
const rangeText = ({ range, unit }: MeasuredFigure): string =>
  range?.map((value) => (unit === 'ratio' ? value.toFixed(2) : whole(value))).join(' – ') ?? dash;

const askText = ({ ask, better, unit }: MeasuredFigure): string => {
  if (ask === undefined) return dash;
  const text = unit === 'ratio' ? String(ask) : `${whole(ask)} ${unit}`;
  return `${better === 'higher' ? '≥' : '≤'} ${text}`;
};

const verdict = ({ ask, better, value }: MeasuredFigure): string => {
  if (ask === undefined) return '';
  if (value === null) return '**not measured**';
  return (better === 'higher' ? value >= ask : value <= ask) ? 'met' : '**missed**';
};

export const tableOf = (rows: readonly Row[], figures: readonly MeasuredFigure[]): string =>
  [
    '| figure | measured | rounds | ask | |',
    '|---|---|---|---|---|',
    ...figures.map(
      (figure) =>
        `| ${figure.name} | ${valueText(figure.value, figure.unit)} | ${rangeText(figure)} | ${askText(figure)} | ${verdict(figure)} |`,
    ),
    '',
    '| work | a second (median) | p50, p99 | processor µs each: client, server, projector, PostgreSQL (main thread of the server) |',
    '|---|---|---|---|',
    ...rows.map(rowLine),
  ].join('\n');

const begin = '<!-- the last run kept by `npm run bench -- --keep` -->';
const end = '<!-- the end of that run -->';

/**
 * A document with another run in place of the one that it holds.
 *
 * @throws when it has no place for one
 */
export const withRun = (document: string, run: string): string => {
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no place between ${begin} and ${end}.`);
  return `${document.slice(0, from)}${begin}\n\n${run}\n\n${document.slice(to)}`;
};
