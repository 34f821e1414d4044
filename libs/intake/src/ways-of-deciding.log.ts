import type { Command } from '@nestjs/cqrs';
import { formatInstant } from '#calendar';
import { overlayOf } from '#event-log';
import type { Problem } from '#problem-details';
import { KeyedMutex, Ledger } from '#recording';
import { currentRules } from '#rules';
import type { RefusedOutcome } from './outcome.js';
import type { ReportRead } from './read-report.js';
import { recordRead, RecordReportCommand, RecordTogetherCommand } from './record-report.handler.js';
import { refusedReport, type RefusalsList } from './refusals.table.js';
import type { ReportDeciders } from './report-decider.js';
import {
  type Answered,
  interrupted,
  isOpen,
  mostDryReports,
  noRoom,
  senderOf,
  type Sending,
} from './sent-report.js';
import type { BatchDeciding } from './stream-batch.js';

/** A report that was understood, and its line number in a file. */
export interface ReadLine {
  readonly read: ReportRead;
  readonly line: number;
}

/** How reports that were understood are decided on. `decided` is awaited before an outcome is yielded. */
export interface Deciding extends BatchDeciding<ReadLine, Answered> {
  readonly mutex: KeyedMutex;
  readonly ledger: Ledger;
  readonly decided: (outcome: Answered) => Promise<void> | undefined;
}

interface Recording {
  readonly mutex: KeyedMutex;
  readonly ledger: Ledger;
  readonly execute: <Result>(command: Command<Result>) => Promise<Result>;
  readonly hasRoom: () => boolean;
}

/** How reports of a request are decided on. A refusal is written to the list of refusals. */
export const requestDeciding = (
  sending: Sending,
  { mutex, ledger, execute, hasRoom }: Recording,
  refusals: RefusalsList,
): Deciding => {
  const { institution, inBulk } = sending;
  const sender = senderOf(sending);
  return {
    mutex,
    ledger,
    decide: ({ read }) =>
      inBulk && !hasRoom()
        ? Promise.resolve({ outcome: 'failed', id: read.report.id, problem: noRoom })
        : execute(new RecordReportCommand(sender, read, inBulk)),
    together: async (batch) => {
      const reports = batch.map(({ read }) => ({ sender, read }));
      return hasRoom() ? execute(new RecordTogetherCommand(reports, inBulk)) : [];
    },
    decided: (outcome) => {
      const refused = refusedReport(outcome);
      return refused && refusals.add({ at: formatInstant(ledger.clock.now()), institution, refused });
    },
  };
};

/** How reports are decided on over the log, without a trace: later ones see earlier ones. */
export const overlayDeciding = (sending: Sending, above: Ledger, deciders: ReportDeciders): Deciding => {
  const overlay = overlayOf(above.log, above.index, { mostAppends: mostDryReports });
  const ledger = new Ledger(overlay.log, overlay.index, above.clock, { keep: 1_000, above });
  const to = { ledger, log: ledger.log, rules: currentRules };
  return {
    mutex: new KeyedMutex(),
    ledger,
    decide: ({ read, line }) => recordRead(read, deciders, senderOf(sending, line), to),
    // The overlay appends to memory, so decisions taken together would save nothing.
    together: () => Promise.resolve([]),
    decided: () => undefined,
  };
};

interface OfFile {
  readonly failed: (error: unknown) => Problem;
  readonly onRefused: (line: number, refused: RefusedOutcome) => Promise<void>;
}

/** How reports of a file are decided on: none is decided any more after one whose outcome is open (`isOpen`). */
export const fileDeciding = (
  sending: Sending,
  { mutex, ledger, execute, hasRoom }: Recording,
  { failed, onRefused }: OfFile,
): Deciding => {
  let isInterrupted = false;
  const noted = (outcome: Answered): Answered => {
    isInterrupted ||= isOpen(outcome);
    return outcome;
  };
  const notDecided = (id: string, error: unknown): Answered =>
    noted({ outcome: 'failed', id, problem: failed(error) });
  const decide = async ({ read, line }: ReadLine): Promise<Answered> => {
    const { id } = read.report;
    if (isInterrupted) return { outcome: 'failed', id, problem: interrupted };
    if (!hasRoom()) return noted({ outcome: 'failed', id, problem: noRoom });
    try {
      const outcome = await execute(new RecordReportCommand(senderOf(sending, line), read, sending.inBulk));
      if (outcome.outcome === 'refused') await onRefused(line, outcome);
      return noted(outcome);
    } catch (error) {
      return notDecided(id, error);
    }
  };
  const together = async (batch: readonly ReadLine[]): Promise<readonly PromiseSettledResult<Answered>[]> => {
    if (isInterrupted || !hasRoom()) return [];
    const reports = batch.map(({ read, line }) => ({ sender: senderOf(sending, line), read }));
    const settled = await execute(new RecordTogetherCommand(reports, sending.inBulk));
    return settled.map((each, at) => {
      const id = batch[at]?.read.report.id as string;
      const value = each.status === 'fulfilled' ? noted(each.value) : notDecided(id, each.reason);
      return { status: 'fulfilled', value };
    });
  };
  return { mutex, ledger, decide, together, decided: (outcome) => void noted(outcome) };
};
