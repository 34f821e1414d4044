import type { Command } from '@nestjs/cqrs';
import type { Problem } from '#problem-details';
import type { RefusedOutcome } from './outcome.js';
import type { ReportRead } from './read-report.js';
import { RecordReportCommand, RecordTogetherCommand } from './record-report.handler.js';
import { type Answered, interrupted, isOpen, noRoom, senderOf, type Sending } from './sent-report.js';
import type { BatchDeciding } from './stream-batch.js';

/** A report that was understood, and its line number in a file. */
export interface ReadLine {
  readonly read: ReportRead;
  readonly line: number;
}

interface FileParts {
  readonly execute: <Result>(command: Command<Result>) => Promise<Result>;
  readonly failed: (error: unknown) => Problem;
  readonly hasRoom: () => boolean;
  readonly onRefused: (line: number, refused: RefusedOutcome) => Promise<void>;
}

/** How reports of a file are decided on: none is decided any more after one whose outcome is open (`isOpen`). */
export const fileDeciding = (
  sending: Sending,
  { execute, failed, hasRoom, onRefused }: FileParts,
): BatchDeciding<ReadLine, Answered> & { readonly decided: (outcome: Answered) => undefined } => {
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
  return { decide, together, decided: (outcome) => void noted(outcome) };
};
