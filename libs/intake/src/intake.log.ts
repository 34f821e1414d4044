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
 * Reports of one sequence that are under way before the first of them is answered: twice as many as are decided at once. The window is
 * small because waiting reports are parsed already, and each garbage collection copies them. Bytes count where reports arrive as a stream.
 */
const window = { reports: 256, bytes: 2 * 1024 * 1024 };

/** Reports that are decided on at once. More would gain little, and make the work on the event loop come in long bursts. */
const decidedAtOnce = { all: 128, batchesWithSingles: { ofOne: 12, all: 24 } };

/** How reports that were understood are decided on. `decided` is awaited before an outcome is yielded. */
interface Deciding extends BatchDeciding<ReadLine, Answered> {
  readonly mutex: KeyedMutex;
  readonly ledger: Ledger;
  readonly decided: (outcome: Answered) => Promise<void>;
}

export class Intake {
  private readonly mutex = new KeyedMutex();
  private readonly slots = new FairSlots(decidedAtOnce);

  constructor(private readonly parts: IntakeParts) {}

  /** Decides and records. A refusal is written to the list of refusals before it is yielded. */
  async *record(reports: Sequence<SentReport>, sending: Sending): AsyncGenerator<Answered, void, undefined> {
    const { execute, refusals, ledger, onReported } = this.parts;
    const { institution, inBulk } = sending;
    const sender = senderOf(sending);
    const decide = async ({ read }: ReadLine): Promise<Answered> =>
      inBulk && !this.hasRoom()
        ? { outcome: 'failed', id: read.report.id, problem: noRoom }
        : execute(new RecordReportCommand(sender, read, inBulk));
    const together = async (batch: readonly ReadLine[]): Promise<readonly SettledReport[]> => {
      const reports = batch.map(({ read }) => ({ sender, read }));
      return this.hasRoom() ? execute(new RecordTogetherCommand(reports, inBulk)) : [];
    };
    const listed = async (outcome: Answered): Promise<void> => {
      const refused = refusedReport(outcome);
      if (refused) await refusals.add({ at: formatInstant(ledger.clock.now()), institution, refused });
    };
    const deciding = { mutex: this.mutex, ledger, decide, together, decided: listed };
    for await (const { outcome } of this.each(reports, sending, deciding)) {
      onReported?.(outcome);
      yield outcome;
    }
  }

  /**
   * As `record`, for the reports of a file. The caller keeps the refusals: `onRefused` is awaited with each before a later report of the
   * same stream is decided. After a report whose outcome is open (`isOpen`) no further one is decided, so that reports of one stream keep
   * their order when the file is taken up again.
   */
  async *submitted<Sent extends SubmittedReport>(
    reports: Sequence<Sent>,
    sending: Sending,
    onRefused: (line: number, refused: RefusedOutcome) => Promise<void>,
  ): AsyncGenerator<Decided<Sent>, void, undefined> {
    const { execute, ledger, failed, onReported } = this.parts;
    const ofFile = fileDeciding(sending, { execute, failed, hasRoom: () => this.hasRoom(), onRefused });
    const deciding = { mutex: this.mutex, ledger, ...ofFile };
    for await (const one of this.each(reports, sending, deciding)) {
      onReported?.(one.outcome);
      yield one;
    }
  }

  /** As `record`, on an overlay over the log: later reports see earlier ones, and nothing is written. */
  async *dryRun(reports: Sequence<SentReport>, sending: Sending): AsyncGenerator<Answered, void, undefined> {
    for await (const { outcome } of this.triedOver(reports, sending)) yield outcome;
  }

  /** As `dryRun`, with each report that was understood. */
  triedOver<Sent extends AnyReport>(
    reports: Sequence<Sent>,
    sending: Sending,
  ): AsyncGenerator<Decided<Sent>, void, undefined> {
    const { ledger: above, deciders } = this.parts;
    const overlay = overlayOf(above.log, above.index, { mostAppends: mostDryReports });
    const ledger = new Ledger(overlay.log, overlay.index, above.clock, { keep: 1_000, above });
    const to = { ledger, log: ledger.log, rules: currentRules };
    const decide = ({ read, line }: ReadLine): Promise<ReportOutcome> =>
      recordRead(read, deciders, senderOf(sending, line), to);
    // The overlay appends to memory, so decisions taken together would save nothing.
    const together = (): Promise<readonly SettledReport[]> => Promise.resolve([]);
    const decided = (): Promise<void> => Promise.resolve();
    return this.each(reports, sending, { mutex: new KeyedMutex(), ledger, decide, together, decided });
  }

  private hasRoom(): boolean {
    return this.parts.hasRoom?.() ?? true;
  }

  private each<Sent extends AnyReport>(
    reports: Sequence<Sent>,
    sending: Sending,
    { mutex, ledger, decide, together, decided }: Deciding,
  ): AsyncGenerator<Decided<Sent>, void, undefined> {
    const { deciders, pause } = this.parts;
    const { institution, inBulk } = sending;
    const owner = { sender: institution, kind: inBulk ? ('batches' as const) : ('singles' as const) };
    const inTurn = (work: () => Promise<void>): Promise<void> => this.slots.run(owner, work);
    const order = new StreamOrder({ mutex, deciders, institution, ledger, decide, together, inTurn });
    const inOrderOfStream = (one: ReadLine): Promise<Answered> => order.run(one.read.report, one);
    return inOrder(reports, {
      window: window.reports,
      windowSize: window.bytes,
      sizeOf: ({ bytes = 0 }) => bytes,
      pause: () => pause(`${owner.kind} ${institution}`),
      begin: (sent) => this.answer(sent, sending, { decide: inOrderOfStream, decided }),
    });
  }

  private async answer<Sent extends AnyReport>(
    sent: Sent,
    { institution, submission }: Sending,
    { decide, decided }: Pick<Deciding, 'decide' | 'decided'>,
  ): Promise<Decided<Sent>> {
    const today = shanghaiDay(submission?.receivedAtMs ?? this.parts.ledger.clock.now());
    const report: AnyReport = sent;
    if (report.is !== 'json') {
      const outcome = answeredUnread(report, today);
      if (isListed(report)) await decided(outcome);
      return { sent, outcome };
    }
    const reading = readReport(report.value(), institution, today);
    const read = reading.outcome === 'read' ? { report: reading.report } : {};
    try {
      const outcome =
        reading.outcome === 'read' ? await decide({ read: reading, line: lineOf(sent) }) : reading;
      await decided(outcome);
      return { sent, outcome, ...read };
    } catch (error) {
      const id = reading.outcome === 'read' ? reading.report.id : reading.id;
      const outcome = { outcome: 'failed', id, problem: this.parts.failed(error) } as const;
      await decided(outcome);
      return { sent, outcome, ...read };
    }
  }
}
