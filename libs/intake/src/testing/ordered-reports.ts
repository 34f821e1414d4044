import { setImmediate as aTurn } from 'node:timers/promises';
import { loanStream } from '#facts';
import { asLoanId } from '#identifiers';
import { type FoldRequest, KeyedMutex, type Ledger } from '#recording';
import type { Report } from '#reports';
import { StreamOrder } from '../in-stream-order.js';
import type { ReportDeciders } from '../report-decider.js';
import { bank, reportOf, tallied } from './tallies.js';

export const streamOf = (subject: string): string => loanStream(bank, asLoanId(subject));
const reading = (subject: string) => ({ stream: streamOf(subject) }) as FoldRequest<unknown>;

/** A repayment reads nothing but its loan; a renewal reads the loan Z as well. */
const line = (others: readonly string[]) => ({
  own: ({ subject }: Report) => reading(subject),
  others: () => others.map(reading),
});
const deciders = { 'loan.repaid': line([]), 'loan.renewed': line(['Z']) } as unknown as ReportDeciders;

export const repaid = (id: string, subject = 'A'): Report => tallied(id, '1.00', subject);
export const renewed = (id: string, subject: string): Report => reportOf('loan.renewed', {}, { id, subject });
export const corrected = (id: string, of: string, replacement: object = repaid('-').data): Report =>
  reportOf('event.corrected', { replacement }, { id, subject: of });
export const reversed = (id: string, of: string): Report =>
  reportOf('event.reversed', {}, { id, subject: of });

/** Reports of one request, each of which is decided on until the test says so. */
export class OrderedReports {
  /** In which order they were begun; those decided on together as one. */
  readonly begun: string[] = [];
  readonly ends = new Map<string, (outcome?: Promise<string>) => void>();
  /** Those that may be. */
  together: readonly string[] = [];
  /** Where the log has a report that is to be changed. */
  found: (reportId: string) => Promise<{ readonly stream: string } | null> = () => Promise.resolve(null);
  inTurn: (work: () => Promise<void>) => Promise<void> = (work) => work();

  private readonly order = new StreamOrder<string, string>({
    mutex: new KeyedMutex(),
    deciders,
    institution: bank,
    ledger: { findReport: (_, id) => this.found(id) } as Pick<Ledger, 'findReport'>,
    decide: (id) => this.until(id),
    together: async (batch) => {
      const end = batch.findIndex((id) => !this.together.includes(id));
      const some = end < 0 ? batch : batch.slice(0, end);
      if (some.length === 0) return [];
      await this.until(some.join(' '));
      return some.map((id) => ({ status: 'fulfilled', value: `${id} together` }));
    },
    inTurn: (work) => this.inTurn(work),
  });

  send(...reports: readonly Report[]): readonly Promise<string>[] {
    return reports.map((report) => this.order.run(report, report.id));
  }

  /** Which were begun after some have ended. */
  async begins(...ended: readonly string[]): Promise<readonly string[]> {
    for (const id of ended) this.ends.get(id)?.();
    await aTurn();
    return this.begun;
  }

  private until(id: string): Promise<string> {
    this.begun.push(id);
    return new Promise((done) =>
      this.ends.set(id, (outcome = Promise.resolve(`${id} recorded`)) => done(outcome)),
    );
  }
}
