import type { BusinessDate } from '#calendar';
import { canonicalJson } from '#canonical-json';
import { type Cut, type DaySum, Parameters, withinSql } from '#figures';
import type { AtFact, Closing, Known, ScannedAsked } from './closings.table.js';

// Cuts that nothing is rolled up for: by several dimensions, or by a target's own filter.

const latest = (first: BusinessDate, more: readonly BusinessDate[]): BusinessDate =>
  more.reduce((one, other) => (other > one ? other : one), first);

const closedBy = (days: readonly DaySum[], { day, before }: Closing): bigint =>
  days.reduce(
    (sum, each) => (each.day < day || (each.day === day && !before) ? sum + each.quantity : sum),
    0n,
  );

type DaysByMeasure = ReadonlyMap<number, readonly DaySum[]>;

/** Of cuts that are narrowed alike: in one pass, as rows of all measures lie side by side. By day first, of which there are few. */
const scanTogether = async (
  [first, ...more]: readonly Cut[],
  { database, knownAt }: AtFact,
): Promise<DaysByMeasure> => {
  const found = new Map<number, DaySum[]>();
  if (!first) return found;
  const cuts = [first, ...more];
  const parameters = new Parameters();
  const within = {
    ...first,
    from: null,
    to: latest(
      first.to,
      more.map(({ to }) => to),
    ),
  };
  const computations = parameters.add([...new Set(cuts.map(({ computation }) => computation))]);
  const { rows } = await database.query<{ computation: number; day: BusinessDate; quantity: string }>(
    `select computation::float8 as computation, effective_date::text as day, sum(quantity)::text as quantity
       from measure_delta where computation = any(${computations}::bigint[]) and ${withinSql(within, parameters)}
        and seq <= ${parameters.add(knownAt)}::bigint
      group by measure_delta.computation, effective_date`,
    parameters.values,
  );
  for (const { computation, day, quantity } of rows) {
    const days = found.get(computation) ?? [];
    days.push({ day, quantity: BigInt(quantity) });
    found.set(computation, days);
  }
  return found;
};

/** Every quantity of their measures is looked at: once for all cuts that are narrowed alike. In the order asked, of each its moments. */
export const readScanned = async (
  asked: readonly ScannedAsked[],
  known: AtFact,
): Promise<readonly (readonly bigint[])[]> => {
  const nameOf = ({ filters, filter }: Cut): string => canonicalJson({ filters, filter });
  const alike = new Map<string, Cut[]>();
  for (const { cut } of asked) alike.set(nameOf(cut), [...(alike.get(nameOf(cut)) ?? []), cut]);
  const scanned = new Map<string, DaysByMeasure>();
  for (const [name, cuts] of alike) scanned.set(name, await scanTogether(cuts, known));
  return asked.map(({ cut, moments }) => {
    const days = scanned.get(nameOf(cut))?.get(cut.computation) ?? [];
    return moments.map((moment) => closedBy(days, moment));
  });
};

export const scannedClosings = async (asked: ScannedAsked, known: Known): Promise<readonly bigint[]> => {
  if (known.gathered) return known.gathered.scanned.ask(asked);
  const [closings = []] = await readScanned([asked], known);
  return closings;
};
