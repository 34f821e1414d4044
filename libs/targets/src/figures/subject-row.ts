import type { FigureSubject, Standing } from './figure-subject.js';

type StandingRow = readonly [computation: number, date: string, key: string | null, quantity: string];

/** A subject as JSON, which has no whole numbers of any size. */
export type SubjectRow = Omit<FigureSubject, 'standing'> & { readonly standing: readonly StandingRow[] };

export const subjectFromRow = (row: SubjectRow): FigureSubject => ({
  ...row,
  standing: row.standing.map(([computation, date, key, quantity]): Standing => ({
    computation,
    date,
    key,
    quantity: BigInt(quantity),
  })),
});

export const subjectToRow = (subject: FigureSubject): SubjectRow => ({
  ...subject,
  standing: subject.standing.map(({ computation, date, key, quantity }): StandingRow => [
    computation,
    date,
    key,
    String(quantity),
  ]),
});
