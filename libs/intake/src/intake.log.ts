import type { Command } from '@nestjs/cqrs';
import { FairSlots } from '#batching';
import { formatInstant, shanghaiDay } from '#calendar';
import { overlayOf } from '#event-log';
import type { Problem } from '#problem-details';
import { Ledger, KeyedMutex } from '#recording';
import { currentRules } from '#rules';
import { StreamOrder } from './in-stream-order.js';
import type { BatchDeciding } from './stream-batch.js';
import { fileDeciding, type ReadLine } from './file-deciding.log.js';
import { inOrder } from './in-order.js';
import type { RefusedOutcome, ReportOutcome } from './outcome.js';
import { readReport } from './read-report.js';
import {
  recordRead,
  RecordReportCommand,
  RecordTogetherCommand,
  type SettledReport,
} from './record-report.handler.js';
import { refusedReport, type RefusalsList } from './refusals.table.js';
import type { ReportDeciders } from './report-decider.js';
import {
  type Answered,
  answeredUnread,
  type AnyReport,
  type Decided,
  lineOf,
  mostDryReports,
  noRoom,
  senderOf,
  type Sending,
  type SentReport,
  type Sequence,
  type SubmittedReport,
  isListed,
} from './sent-report.js';

/*
 * Takes a sequence of reports (one, a batch, or an endless stream) and yields their outcomes in the same order. Each report is independent:
 * one that fails leaves the others their outcomes. Reports that share a stream or an id are decided in their order, the others at the same
 * time.
 */

interface IntakeParts {
  readonly execute: <Result>(command: Command<Result>) => Promise<Result>;
  readonly deciders: ReportDeciders;
  readonly ledger: Ledger;
  readonly refusals: RefusalsList;
  /** Awaited before each report, so that other work of the process gets its share of the event loop; undefined when none waits. */
  readonly pause: (owner: string) => Promise<void> | undefined;
  /** Whether the disk has room to record. Default: it has. */
  readonly hasRoom?: () => boolean;
  /** Logs a failure and gives the problem that is answered for it. */
  readonly failed: (error: unknown) => Problem;
  readonly onReported?: (outcome: Answered) => void;
}

/**
 * Reports of one sequence that are under way before the first of them is answered: as many as are decided at once. The window is small
 * because waiting reports are parsed already, and each garbage collection copies them. Bytes count where reports arrive as a stream.
 */
const window = { reports: 128, bytes: 2 * 1024 * 1024 };

/** Reports that are decided on at once. More would gain little, and make the work on the event loop come in long bursts. */
const decidedAtOnce = { all: 128, batchesWithSingles: { ofOne: 12, all: 24 } };

/** How reports that were understood are decided on. `decided` is awaited before what `yielded` makes of the outcome is yielded. */
interface Deciding<Sent, Yielded> extends BatchDeciding<ReadLine, Answered> {
  readonly mutex: KeyedMutex;
  readonly ledger: Ledger;
  readonly decided: (outcome: Answered) => Promise<void> | undefined;
  readonly yielded: (decided: Decided<Sent>) => Yielded;
}

/** Outcomes in the order of their reports, in lists of those that became known together. */
type Outcomes<Outcome> = AsyncGenerator<readonly Outcome[], void, undefined>;

export class Intake {
  private readonly mutex = new KeyedMutex();
  private readonly slots = new FairSlots(decidedAtOnce);

  constructor(private readonly parts: IntakeParts) {}

  /** Decides and records. A refusal is written to the list of refusals before it is yielded. */
  record(reports: Sequence<SentReport>, sending: Sending): Outcomes<Answered> {
    const { execute, refusals, ledger, onReported } = this.parts;
    const { institution, inBulk } = sending;
    const sender = senderOf(sending);
    const decide = ({ read }: ReadLine): Promise<Answered> =>
      inBulk && !this.hasRoom()
        ? Promise.resolve({ outcome: 'failed', id: read.report.id, problem: noRoom })
        : execute(new RecordReportCommand(sender, read, inBulk));
    const together = async (batch: readonly ReadLine[]): Promise<readonly SettledReport[]> => {
      const reports = batch.map(({ read }) => ({ sender, read }));
      return this.hasRoom() ? execute(new RecordTogetherCommand(reports, inBulk)) : [];
    };
    const decided = (outcome: Answered): Promise<void> | undefined => {
      const refused = refusedReport(outcome);
      return refused && refusals.add({ at: formatInstant(ledger.clock.now()), institution, refused });
    };
    const yielded = ({ outcome }: Decided): Answered => {
      onReported?.(outcome);
      return outcome;
    };
    return this.each(reports, sending, { mutex: this.mutex, ledger, decide, together, decided, yielded });
  }

  /**
   * As `record`, for the reports of a file. The caller keeps the refusals: `onRefused` is awaited with each before a later report of the
   * same stream is decided. After a report whose outcome is open (`isOpen`) no further one is decided, so that reports of one stream keep
   * their order when the file is taken up again.
   */
  submitted<Sent extends SubmittedReport>(
    reports: Sequence<Sent>,
    sending: Sending,
    onRefused: (line: number, refused: RefusedOutcome) => Promise<void>,
  ): Outcomes<Decided<Sent>> {
    const { execute, ledger, failed, onReported } = this.parts;
    const ofFile = fileDeciding(sending, { execute, failed, hasRoom: () => this.hasRoom(), onRefused });
    const yielded = (one: Decided<Sent>): Decided<Sent> => {
      onReported?.(one.outcome);
      return one;
    };
    return this.each(reports, sending, { mutex: this.mutex, ledger, ...ofFile, yielded });
  }

  /** As `record`, on an overlay over the log: later reports see earlier ones, and nothing is written. */
  dryRun(reports: Sequence<SentReport>, sending: Sending): Outcomes<Answered> {
    return this.each(reports, sending, { ...this.overOverlay(sending), yielded: ({ outcome }) => outcome });
  }

  /** As `dryRun`, with each report that was understood. */
  triedOver<Sent extends AnyReport>(reports: Sequence<Sent>, sending: Sending): Outcomes<Decided<Sent>> {
    return this.each(reports, sending, { ...this.overOverlay(sending), yielded: (one) => one });
  }

  private overOverlay(sending: Sending): Omit<Deciding<never, never>, 'yielded'> {
    const { ledger: above, deciders } = this.parts;
    const overlay = overlayOf(above.log, above.index, { mostAppends: mostDryReports });
    const ledger = new Ledger(overlay.log, overlay.index, above.clock, { keep: 1_000, above });
    const to = { ledger, log: ledger.log, rules: currentRules };
    const decide = ({ read, line }: ReadLine): Promise<ReportOutcome> =>
      recordRead(read, deciders, senderOf(sending, line), to);
    // The overlay appends to memory, so decisions taken together would save nothing.
    const together = (): Promise<readonly SettledReport[]> => Promise.resolve([]);
    return { mutex: new KeyedMutex(), ledger, decide, together, decided: () => undefined };
  }

  private hasRoom(): boolean {
    return this.parts.hasRoom?.() ?? true;
  }

  private each<Sent extends AnyReport, Yielded>(
    reports: Sequence<Sent>,
    sending: Sending,
    deciding: Deciding<Sent, Yielded>,
  ): Outcomes<Yielded> {
    const { deciders, pause } = this.parts;
    const { institution, inBulk } = sending;
    const owner = { sender: institution, kind: inBulk ? ('batches' as const) : ('singles' as const) };
    const inTurn = (work: () => Promise<void>): Promise<void> => this.slots.run(owner, work);
    const order = new StreamOrder({ ...deciding, deciders, institution, inTurn });
    const ofOwner = `${owner.kind} ${institution}`;
    return inOrder(reports, {
      window: window.reports,
      windowSize: window.bytes,
      sizeOf: ({ bytes = 0 }) => bytes,
      pause: () => pause(ofOwner),
      begin: (sent) => this.answer(sent, sending, order, deciding),
    });
  }

  private async answer<Sent extends AnyReport, Yielded>(
    sent: Sent,
    { institution, submission }: Sending,
    order: StreamOrder<ReadLine, Answered>,
    { decided, yielded }: Deciding<Sent, Yielded>,
  ): Promise<Yielded> {
    const today = shanghaiDay(submission?.receivedAtMs ?? this.parts.ledger.clock.now());
    const report: AnyReport = sent;
    if (report.is !== 'json') {
      const outcome = answeredUnread(report, today);
      if (isListed(report)) await decided(outcome);
      return yielded({ sent, outcome });
    }
    const reading = readReport(report.value(), institution, today);
    const isRead = reading.outcome === 'read';
    let outcome: Answered;
    try {
      outcome = isRead ? await order.run(reading.report, { read: reading, line: lineOf(sent) }) : reading;
      const listed = decided(outcome);
      if (listed) await listed;
    } catch (error) {
      const id = isRead ? reading.report.id : reading.id;
      outcome = { outcome: 'failed', id, problem: this.parts.failed(error) };
      await decided(outcome);
    }
    return yielded(isRead ? { sent, outcome, report: reading.report } : { sent, outcome });
  }
}
