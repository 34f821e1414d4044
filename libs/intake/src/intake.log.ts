import type { Command } from '@nestjs/cqrs';
import { FairSlots } from '#batching';
import { formatInstant, shanghaiDay } from '#calendar';
import { overlayOf } from '#event-log';
import type { Problem } from '#problem-details';
import { Ledger, KeyedMutex } from '#recording';
import { currentRules } from '#rules';
import { StreamOrder } from './in-stream-order.js';
import type { RowDeciding } from './stream-row.js';
import { fileDeciding, type ReadLine } from './file-deciding.log.js';
import { inOrder } from './in-order.js';
import type { RefusedOutcome, ReportOutcome } from './outcome.js';
import { readReport } from './read-report.js';
import { recordRead, RecordReportCommand, RecordTogetherCommand } from './record-report.handler.js';
import type { SettledReport } from './record-together.log.js';
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
 * Reports in, outcomes out in the same order, however they came: alone, in a batch, or one after another for as long as a sender
 * goes on. Each stands for itself: what fails with one leaves the others their outcome. Those that share a stream or an id are
 * decided in the order in which they came, the others side by side.
 */

interface IntakeParts {
  readonly execute: <Result>(command: Command<Result>) => Promise<Result>;
  readonly deciders: ReportDeciders;
  readonly ledger: Ledger;
  readonly refusals: RefusalsList;
  /** Before each report: where other work of the process has its turn; undefined when it may go on at once. */
  readonly pause: (owner: string) => Promise<void> | undefined;
  /** Whether there is room to record; there is unless given. */
  readonly hasRoom?: () => boolean;
  /** What a failure is reported as, after it was logged. */
  readonly failed: (error: unknown) => Problem;
  readonly onReported?: (outcome: Answered) => void;
}

/**
 * Reports of one sender that are decided on or wait for it, before the first of them is answered: twice as many as are decided on at once. Each
 * is parsed when it begins to wait, and whatever waits is copied by each collection of garbage meanwhile. So are
 * their bytes, where reports come one after another.
 */
const window = { reports: 256, bytes: 2 * 1024 * 1024 };

/** Reports that are decided on at once; more would gain little, and what one of them waits for would come in long bursts. */
const decidedAtOnce = { all: 128, batchesBesideSingles: { ofOne: 12, all: 24 } };

/** How reports that were understood are decided on, and what comes before their outcome is answered. */
interface Deciding extends RowDeciding<ReadLine, Answered> {
  readonly mutex: KeyedMutex;
  readonly ledger: Ledger;
  readonly decided: (outcome: Answered) => Promise<void>;
}

export class Intake {
  private readonly mutex = new KeyedMutex();
  private readonly slots = new FairSlots(decidedAtOnce);

  constructor(private readonly parts: IntakeParts) {}

  /** A refusal is listed before it is answered. */
  async *record(reports: Sequence<SentReport>, sending: Sending): AsyncGenerator<Answered, void, undefined> {
    const { execute, refusals, ledger, onReported } = this.parts;
    const { institution, inBulk } = sending;
    const sender = senderOf(sending);
    const decide = async ({ read }: ReadLine): Promise<Answered> =>
      inBulk && !this.hasRoom()
        ? { outcome: 'failed', id: read.report.id, problem: noRoom }
        : execute(new RecordReportCommand(sender, read, inBulk));
    const together = async (row: readonly ReadLine[]): Promise<readonly SettledReport[]> => {
      const reports = row.map(({ read }) => ({ sender, read }));
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
   * As `record`, for who keeps what became of each report of a file: refusals are that one's to list, and `onRefused` is called with each that
   * was decided before any report is that shares its stream. After a report that stays open (`isOpen`) none is decided on any more, so
   * that those that share its stream keep their order when they are decided on again.
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

  /** As `record`, later reports seeing earlier ones, but over the log: nothing is written anywhere. */
  async *dryRun(reports: Sequence<SentReport>, sending: Sending): AsyncGenerator<Answered, void, undefined> {
    for await (const { outcome } of this.triedOver(reports, sending)) yield outcome;
  }

  /** The same, with what was understood of each. */
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
    // Nothing is waited for that is kept in memory.
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
