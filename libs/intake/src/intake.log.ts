import type { Command } from '@nestjs/cqrs';
import { FairSlots } from '#batching';
import { shanghaiDay } from '#calendar';
import type { Problem } from '#problem-details';
import { KeyedMutex, type Ledger } from '#recording';
import { StreamOrder } from './in-stream-order.js';
import { inOrder } from './in-order.js';
import type { RefusedOutcome } from './outcome.js';
import { readReport } from './read-report.js';
import type { RefusalsList } from './refusals.table.js';
import type { ReportDeciders } from './report-decider.js';
import {
  type Answered,
  answeredUnread,
  type AnyReport,
  type Decided,
  lineOf,
  type Sending,
  type SentReport,
  type Sequence,
  type SubmittedReport,
  isListed,
} from './sent-report.js';
import {
  type Deciding,
  fileDeciding,
  overlayDeciding,
  type ReadLine,
  requestDeciding,
} from './ways-of-deciding.log.js';

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

/** What becomes of each report of a sequence. */
interface Answering<Sent, Yielded> extends Pick<Deciding, 'decided'> {
  readonly order: StreamOrder<ReadLine, Answered>;
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
    return inOrder(reports, this.steps(sending, this.ofRequest(sending), this.reported));
  }

  /** As `record`, for a report that was sent alone. */
  async recordOne(report: SentReport, sending: Sending): Promise<Answered> {
    const { pause, begin } = this.steps(sending, this.ofRequest(sending), this.reported);
    const paused = pause();
    if (paused) await paused;
    return await begin(report);
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
    const deciding = fileDeciding(sending, this.recording, { failed: this.parts.failed, onRefused });
    const yielded = (one: Decided<Sent>): Decided<Sent> => {
      this.reported(one);
      return one;
    };
    return inOrder(reports, this.steps(sending, deciding, yielded));
  }

  /** As `record`, on an overlay over the log: later reports see earlier ones, and nothing is written. */
  dryRun(reports: Sequence<SentReport>, sending: Sending): Outcomes<Answered> {
    return inOrder(
      reports,
      this.steps(sending, this.overOverlay(sending), ({ outcome }) => outcome),
    );
  }

  /** As `dryRun`, with each report that was understood. */
  triedOver<Sent extends AnyReport>(reports: Sequence<Sent>, sending: Sending): Outcomes<Decided<Sent>> {
    return inOrder(
      reports,
      this.steps(sending, this.overOverlay(sending), (one: Decided<Sent>) => one),
    );
  }

  private readonly reported = ({ outcome }: Decided): Answered => {
    this.parts.onReported?.(outcome);
    return outcome;
  };

  private get recording() {
    const { execute, ledger, hasRoom = () => true } = this.parts;
    return { mutex: this.mutex, ledger, execute, hasRoom };
  }

  private ofRequest(sending: Sending): Deciding {
    return requestDeciding(sending, this.recording, this.parts.refusals);
  }

  private overOverlay(sending: Sending): Deciding {
    return overlayDeciding(sending, this.parts.ledger, this.parts.deciders);
  }

  /** How the reports of one sequence are answered; `yielded` makes of each outcome what the caller gets. */
  private steps<Sent extends AnyReport, Yielded>(
    sending: Sending,
    deciding: Deciding,
    yielded: (decided: Decided<Sent>) => Yielded,
  ) {
    const { deciders, pause } = this.parts;
    const { institution, inBulk } = sending;
    const owner = { sender: institution, kind: inBulk ? ('batches' as const) : ('singles' as const) };
    const inTurn = (work: () => Promise<void>): Promise<void> => this.slots.run(owner, work);
    const order = new StreamOrder({ ...deciding, deciders, institution, inTurn });
    const ofOwner = `${owner.kind} ${institution}`;
    return {
      window: window.reports,
      windowSize: window.bytes,
      sizeOf: ({ bytes = 0 }: Sent) => bytes,
      pause: () => pause(ofOwner),
      begin: (sent: Sent) => this.answer(sent, sending, { order, decided: deciding.decided, yielded }),
    };
  }

  private async answer<Sent extends AnyReport, Yielded>(
    sent: Sent,
    { institution, submission }: Sending,
    { order, decided, yielded }: Answering<Sent, Yielded>,
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
