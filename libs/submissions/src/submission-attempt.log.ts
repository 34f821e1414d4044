import type pg from 'pg';
import { BatchQueue } from '#batching';
import { formatInstant, instantMs } from '#calendar';
import type { ActiveSession } from '#database';
import { isOfMember } from '#event-log';
import {
  type Answered,
  type Decided,
  type Intake,
  isOpen,
  type RefusedOutcome,
  type SubmittedReport,
} from '#intake';
import type { Ledger } from '#recording';
import type { Signer } from '#signing';
import { type LineRefusal, nothingDecided, type NotRecorded, refusalsOf, Tally } from './outcome-counts.js';
import { RecordedLines } from './recorded-lines.log.js';
import { readChunk } from './spool.table.js';
import { listRefusals, saveStep, type TakenFile } from './submission-work.table.js';
import { keptReports } from './withheld-lines.js';

export interface DecidingFiles {
  /** Chunks are read over it. */
  readonly pool: pg.Pool;
  readonly intake: Intake;
  readonly ledger: Ledger;
  /** Signs receipts. */
  readonly signer: Signer;
  readonly signal: AbortSignal;
  /** Whether others have waited for long enough; asked between two chunks. */
  readonly givesWay: () => boolean;
}

/** What became of a report is not known yet, or it cannot be decided on now: the file goes on a little later, where it was. */
export class StillOpen extends Error {
  constructor(
    readonly line: number,
    /** It broke; what breaks again and again is refused in the end. */
    readonly isBroken: boolean,
  ) {
    super(`Line ${line} is to be decided on again.`);
  }
}

/** Other institutions have waited too long; the file is continued later. */
export class GivenWay extends Error {}

/** A line of a chunk of the file. */
type SpooledReport = SubmittedReport & { readonly chunk: number };

/** Reports decided a second over the last seconds. */
class Rate {
  private readonly samples: { readonly atMs: number; readonly read: number }[] = [];

  note(read: number, atMs: number): number | null {
    this.samples.push({ atMs, read });
    while (this.samples.length > 2 && atMs - (this.samples[0]?.atMs ?? 0) > 10_000) this.samples.shift();
    const [first] = this.samples;
    return !first || atMs - first.atMs < 200 ? null : (read - first.read) / ((atMs - first.atMs) / 1_000);
  }
}

/** Undefined for a report whose outcome is final. */
const stillOpen = ({ sent, outcome }: Decided<SpooledReport>): StillOpen | undefined =>
  outcome.outcome === 'unknown' || (sent.is !== 'answered' && isOpen(outcome))
    ? new StillOpen(sent.line, outcome.outcome === 'failed' && outcome.problem.status === 500)
    : undefined;

/** One attempt at a file, from the last step that was kept to its end. */
export class Attempt {
  private readonly tally: Tally;
  private readonly rate = new Rate();
  /** What was decided and is not counted yet goes into the list before anything is decided that rests on it. */
  private readonly refused: BatchQueue<readonly LineRefusal[], void>;
  private readonly listed = new Set<number>();
  private refusals: LineRefusal[] = [];
  /** Chunks before it are decided once all that was read is. */
  private end: number;
  private open: StillOpen | undefined;
  private readonly begins: number;
  private readonly recorded: RecordedLines;

  constructor(
    private readonly file: TakenFile,
    private chunk: number,
    private readonly session: ActiveSession,
    private readonly deciding: DecidingFiles,
  ) {
    this.tally = new Tally(file.isDry ? nothingDecided : file.progress);
    this.begins = this.end = chunk;
    this.recorded = new RecordedLines(file, this.tally, deciding.ledger.log);
    this.rate.note(this.tally.progress.read, performance.now());
    this.refused = new BatchQueue({
      answerAll: (lines) => this.list(lines),
      isOfMember,
      mostTogether: 1_000,
      mostUnderWay: 1,
      mostWaiting: 10_000,
      deadlineMs: 10_000,
    });
  }

  /** Throws once nothing of it is under way any more, so that who goes on meets all of it as it is. */
  async decideAll(known: ReadonlyMap<number, Answered>): Promise<void> {
    const { intake, signal } = this.deciding;
    const { institution, keyId, id, receivedAt, isDry } = this.file;
    const submission = { id, receivedAtMs: instantMs(receivedAt) };
    const sending = { institution, keyId, inBulk: true, submission };
    const onRefused = (line: number, refused: RefusedOutcome): Promise<void> =>
      this.refused.ask(refusalsOf(line, refused));
    const reports = this.reports(known);
    const all = isDry ? intake.triedOver(reports, sending) : intake.submitted(reports, sending, onRefused);
    for await (const known of all)
      for (const decided of known) {
        signal.throwIfAborted();
        this.session.check();
        this.open ??= stillOpen(decided);
        if (this.open) continue;
        if (decided.sent.chunk > this.chunk) await this.save(decided.sent.chunk);
        await this.note(decided);
      }
    if (this.open) throw this.open;
    await this.save(this.end);
    if (this.end < this.file.chunks) throw new GivenWay();
  }

  /** Continues the file until an outcome stays open or other institutions have waited too long. */
  private async *reports(
    known: ReadonlyMap<number, Answered>,
  ): AsyncGenerator<SpooledReport, void, undefined> {
    const { pool, givesWay } = this.deciding;
    const { id, chunks, isDry } = this.file;
    for (let chunk = this.chunk; chunk < chunks && !this.open; chunk += 1) {
      if (chunk > this.begins && !isDry && givesWay()) return;
      for await (const report of keptReports(await readChunk(pool, id, chunk), known)) {
        if (this.open) return;
        yield { ...report, chunk };
      }
      this.end = chunk + 1;
    }
  }

  get progress(): Tally['progress'] {
    return this.tally.progress;
  }

  private async note({ sent, outcome, report }: Decided<SpooledReport>): Promise<void> {
    const { line } = sent;
    if (outcome.outcome === 'unknown') return;
    if (outcome.outcome === 'recorded') {
      if (!report) throw new TypeError('What was recorded was understood.');
      this.tally.recordedOne(report, outcome, await this.recorded.of(line, outcome));
      return;
    }
    this.tally.refusedOne(outcome satisfies NotRecorded, report);
    if (!this.listed.delete(line)) this.refusals.push(...refusalsOf(line, outcome));
  }

  private async list(lines: readonly (readonly LineRefusal[])[]): Promise<readonly void[]> {
    const at = formatInstant(this.deciding.ledger.clock.now());
    await listRefusals(this.session.connection, this.file, lines.flat(), at);
    for (const [first] of lines) if (first) this.listed.add(first.line);
    return lines.map(() => undefined);
  }

  /** Of a dry run nothing is kept but its counts meanwhile. */
  private async save(chunk: number): Promise<void> {
    const { progress } = this.tally;
    const rate = this.rate.note(progress.read, performance.now());
    const at = formatInstant(this.deciding.ledger.clock.now());
    const { decidedChunks, isDry } = this.file;
    const [from, to] = isDry ? [decidedChunks, decidedChunks] : [this.chunk, chunk];
    const { refusals } = this;
    this.refusals = [];
    await saveStep(this.session.connection, this.file, { from, to, progress, rate, refusals, at });
    this.chunk = chunk;
  }
}
