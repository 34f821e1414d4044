import { FairSlots } from '#batching';
import type { StrictJsonElement } from '#canonical-json';
import { formatInstant, shanghaiDay } from '#calendar';
import { overlayOf } from '#event-log';
import { type Problem, problem } from '#problem-details';
import { Ledger, KeyedMutex } from '#recording';
import { currentRules } from '#rules';
import { StreamOrder } from './in-stream-order.js';
import { inOrder } from './in-order.js';
import type { ReportOutcome } from './outcome.js';
import { idToShow, readReport } from './read-report.js';
import { RecordReportCommand } from './record-report.handler.js';
import type { Sender } from './append-report.log.js';
import { recordRead, type ReportRead } from './record-read.log.js';
import type { RefusalsList } from './refusals.table.js';
import type { ReportDeciders } from './report-decider.js';

/*
 * Reports in, outcomes out in the same order, however they came: alone, in a batch, or one after another for as long as a sender
 * goes on. Each stands for itself: what fails with one leaves the others their outcome. Those that share a stream or an id are
 * decided in the order in which they came, the others side by side.
 */

/** One report could not be decided on, whatever became of those beside it. */
interface FailedOutcome {
  readonly outcome: 'failed';
  readonly id: string | null;
  readonly problem: Problem;
}

export type Answered = ReportOutcome | FailedOutcome;

/** A report as it was framed, and its bytes where it does not come with all others at once. */
type SentReport = StrictJsonElement & { readonly bytes?: number };

type SentReports = AsyncIterable<SentReport> | Iterable<SentReport>;

/** Who sends, by which key, and whether one report or many: many go to the log together. */
interface Sending {
  readonly institution: string;
  readonly keyId: string;
  readonly inBulk: boolean;
}

interface IntakeParts {
  readonly execute: (command: RecordReportCommand) => Promise<ReportOutcome>;
  readonly deciders: ReportDeciders;
  readonly ledger: Ledger;
  readonly refusals: RefusalsList;
  /** Before each report: where other work of the process has its turn; undefined when it may go on at once. */
  readonly pause: (owner: string) => Promise<void> | undefined;
  /** What a failure is told as, after it was logged. */
  readonly failed: (error: unknown) => Problem;
  readonly onReported?: (outcome: Answered) => void;
}

/** Reports of one sender that are decided on or wait for it, before the first of them is told. */
const window = 1_000;
/** Of reports that come one after another, these are at most so many bytes. */
const windowBytes = 2 * 1024 * 1024;

/** Reports that a dry run takes at most. */
export const mostDryReports = 100_000;

/** Reports that are decided on at once; more would gain little, and what one of them waits for would come in long bursts. */
const decidedAtOnce = { all: 128, batchesBesideSingles: { ofOne: 12, all: 24 } };

/** Longest report in bytes, however it is framed. */
export const longestReport = 64 * 1024;

const tooLarge = problem('too-large', {
  detail: `A report has at most ${longestReport.toLocaleString('en')} bytes.`,
  outcome: 'not-recorded',
});

const notJson = (reason: string): Problem =>
  problem('invalid-request', {
    detail: `The report is not JSON as taken here: ${reason}.`,
    outcome: 'not-recorded',
  });

/** How reports that were understood are decided on, and what comes before their outcome is told. */
interface Deciding {
  readonly mutex: KeyedMutex;
  readonly ledger: Ledger;
  readonly decide: (read: ReportRead) => Promise<ReportOutcome>;
  readonly decided: (outcome: ReportOutcome) => Promise<void>;
}

const senderOf = ({ institution, keyId }: Sending): Sender => ({
  institution,
  actor: `key:${keyId}`,
  correlationId: null,
});

export class Intake {
  private readonly mutex = new KeyedMutex();
  private readonly slots = new FairSlots(decidedAtOnce);

  constructor(private readonly parts: IntakeParts) {}

  /** A refusal is listed before it is told. */
  async *record(reports: SentReports, sending: Sending): AsyncGenerator<Answered, void, undefined> {
    const { execute, refusals, ledger, onReported } = this.parts;
    const { institution, inBulk } = sending;
    const sender = senderOf(sending);
    const decide = (read: ReportRead): Promise<ReportOutcome> =>
      execute(new RecordReportCommand(sender, read, inBulk));
    const listed = async (outcome: ReportOutcome): Promise<void> => {
      if (outcome.outcome !== 'refused') return;
      const at = formatInstant(ledger.clock.now());
      await refusals.add({ at, institution, refused: outcome });
    };
    const deciding = { mutex: this.mutex, ledger, decide, decided: listed };
    for await (const outcome of this.each(reports, sending, deciding)) {
      onReported?.(outcome);
      yield outcome;
    }
  }

  /** As `record`, later reports seeing earlier ones, but over the log: nothing is written anywhere. */
  dryRun(reports: SentReports, sending: Sending): AsyncGenerator<Answered, void, undefined> {
    const { ledger: above, deciders } = this.parts;
    const overlay = overlayOf(above.log, above.index, { mostAppends: mostDryReports });
    const ledger = new Ledger(overlay.log, overlay.index, above.clock, { keep: 1_000, above });
    const to = { ledger, log: ledger.log, rules: currentRules };
    const sender = senderOf(sending);
    const decide = (read: ReportRead): Promise<ReportOutcome> => recordRead(read, deciders, sender, to);
    const decided = (): Promise<void> => Promise.resolve();
    return this.each(reports, sending, { mutex: new KeyedMutex(), ledger, decide, decided });
  }

  private each(
    reports: SentReports,
    { institution, inBulk }: Sending,
    { mutex, ledger, decide, decided }: Deciding,
  ): AsyncGenerator<Answered, void, undefined> {
    const { deciders, pause } = this.parts;
    const owner = { sender: institution, kind: inBulk ? ('batches' as const) : ('singles' as const) };
    const order = new StreamOrder({ mutex, deciders, institution, ledger });
    const inOrderOfStream = (read: ReportRead): Promise<ReportOutcome> =>
      order.run(read.report, () => this.slots.run(owner, () => decide(read)));
    return inOrder(reports, {
      window,
      windowSize: windowBytes,
      sizeOf: ({ bytes = 0 }) => bytes,
      pause: () => pause(`${owner.kind} ${institution}`),
      begin: (sent) => this.answer(sent, institution, inOrderOfStream, decided),
    });
  }

  private async answer(
    sent: SentReport,
    institution: string,
    decide: Deciding['decide'],
    decided: Deciding['decided'],
  ): Promise<Answered> {
    const today = shanghaiDay(this.parts.ledger.clock.now());
    if (sent.is === 'too-large')
      return { outcome: 'failed', id: idToShow(sent.name, today), problem: tooLarge };
    if (sent.is === 'not-json') return { outcome: 'failed', id: null, problem: notJson(sent.reason) };
    const reading = readReport(sent.value(), institution, today);
    try {
      const outcome = reading.outcome === 'read' ? await decide(reading) : reading;
      await decided(outcome);
      return outcome;
    } catch (error) {
      const id = reading.outcome === 'read' ? reading.report.id : reading.id;
      return { outcome: 'failed', id, problem: this.parts.failed(error) };
    }
  }
}
