import type pg from 'pg';
import type { BusinessDate } from '#calendar';
import { textArray } from '#database';
import { parseMoney } from '#money';
import { addRows, column, readTable } from '#projections';
import { type Movement, roundTrips } from './borrower-candidates.js';
import { groupedBy, type Derived } from './candidate.js';
import type { EffectiveLoan, Of } from './effective-loan.js';

/* Loans issued and repayments that stand, indexed by borrower and day. */

export const signalMovement = readTable('signal_movement', {
  institution: column.key,
  loan_id: column.key,
  seq: { ...column.bigint, primary: true },
  kind: column.text,
  borrower_key: column.id,
  day: column.date,
  amount: { type: 'numeric', precision: 17, scale: 2 },
});

export interface MovementRow {
  readonly institution: string;
  readonly loan_id: string;
  readonly seq: number;
  readonly kind: 'issued' | 'repaid';
  readonly borrower_key: string;
  readonly day: BusinessDate;
  readonly amount: string;
}

/** The movement of a loan's issue (its principal) or of a repayment. */
export const movementOf = (fact: Of<'LoanIssued' | 'LoanRepaid'>, borrowerKey: string): MovementRow => ({
  institution: fact.institution,
  loan_id: fact.data.loanId,
  seq: fact.seq,
  kind: fact.type === 'LoanIssued' ? 'issued' : 'repaid',
  borrower_key: borrowerKey,
  day: fact.effectiveDate,
  amount: fact.type === 'LoanIssued' ? fact.data.principal : fact.data.amount,
});

/** The movements of an effective loan. */
export const movementsOf = ({ begun, facts }: EffectiveLoan): readonly MovementRow[] =>
  facts.flatMap((fact): MovementRow | readonly MovementRow[] =>
    fact.type === 'LoanIssued' || fact.type === 'LoanRepaid' ? movementOf(fact, begun.data.borrower.id) : [],
  );

/** A borrower with a day of movements. */
type BorrowerDay = Pick<MovementRow, 'borrower_key' | 'day'>;

export const writeMovements = (connection: pg.ClientBase, rows: readonly MovementRow[]): Promise<void> =>
  addRows(connection, signalMovement, rows);

/** Deletes the movements of whole loans; returns their borrowers and days. */
export const removeMovements = async (
  connection: pg.ClientBase,
  loans: readonly { readonly institution: string; readonly loanId: string }[],
): Promise<readonly BorrowerDay[]> => {
  if (loans.length === 0) return [];
  const { rows } = await connection.query<BorrowerDay>(
    `delete from signal_movement gone using unnest($1::text[], $2::text[]) as asked (institution, loan_id)
      where gone.institution = asked.institution and gone.loan_id = asked.loan_id
     returning borrower_key, day::text as day`,
    [loans.map(({ institution }) => institution), loans.map(({ loanId }) => loanId)],
  );
  return rows;
};

/**
 * Selects the days that may have a round trip: with a loan issued and a repayment, not all at one institution. Other days may have had one
 * before. Queried once for each day, since a borrower may have very many movements on it; by least and greatest, since counting what is distinct
 * sorts.
 */
const borrowerDaysSql = `
  select moved.borrower_key, moved.day::text as day, moved.kind, moved.institution, moved.loan_id as "loanId",
         moved.amount::text as amount, moved.seq::float8 as seq
    from (select borrower_key, day::date from unnest($1::text[], $2::text[]) as given (borrower_key, day)) asked
   cross join lateral (
     select min(kind) <> max(kind) and min(institution) <> max(institution) as may_be
       from signal_movement of_day where of_day.borrower_key = asked.borrower_key and of_day.day = asked.day) trip
   cross join lateral (
     select * from signal_movement of_day
      where of_day.borrower_key = asked.borrower_key and of_day.day = asked.day offset 0) moved
   where trip.may_be`;

/** Derives the round trips of borrowers on days whose movements changed. */
export const deriveRoundTrips = async (
  connection: pg.ClientBase,
  touched: readonly BorrowerDay[],
): Promise<Derived> => {
  const nameOf = (place: BorrowerDay): string => `${place.borrower_key} ${place.day}`;
  const places = [...groupedBy(touched, nameOf).values()].flatMap(([place]) => place ?? []);
  if (places.length === 0) return { subjects: [], candidates: [] };
  const { rows } = await connection.query<BorrowerDay & Omit<Movement, 'fen'>>(borrowerDaysSql, [
    textArray(places.map(({ borrower_key: borrower }) => borrower)),
    textArray(places.map(({ day }) => day)),
  ]);
  const candidates = [...groupedBy(rows, nameOf).values()].flatMap((movements) => {
    const [first] = movements;
    if (!first) return [];
    const moved = movements.map((each) => ({ ...each, fen: parseMoney(each.amount) }));
    return roundTrips(first.borrower_key, first.day, moved);
  });
  return { subjects: places.map((place) => `movements ${nameOf(place)}`), candidates };
};
