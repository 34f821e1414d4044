import type pg from 'pg';
import { formatInstant, instantMs } from '#calendar';
import type { RecordedOutcome } from '#contract';
import type { ActiveSession } from '#database';
import { type Answered, type Decided, type Intake, isOpen, reportLines, type SubmittedReport } from '#intake';
import type { Ledger } from '#recording';
import { type LineRefusal, noProgress, type NotRecorded, refusalsOf, Tally } from './progress.js';
import { readChunk } from './spool.table.js';
import { recordCompleted, recordReceived } from './submission-facts.log.js';
import { digestOfRefusals } from './submission-refusals.query.js';
import { beginDryRun, endSubmission, saveStep, type TakenFile } from './submission-work.table.js';

/** What became of a report is not known yet, or it cannot be decided on now: the file goes on a little later, where it was. */
export class StillOpen extends Error {}

export interface DecidingFiles {
  /** Chunks are read over it. */
  readonly pool: pg.Pool;
  readonly intake: Intake;
  readonly ledger: Ledger;
  readonly signal: AbortSignal;
}

/** A line of a chunk of the file. */
type SpooledReport = SubmittedReport & { readonly chunk: number };

/** Clocks of two processes are no further apart. */
const clockSkewMs = 5_000;

/** By which the outcome is told that was recorded of a line before a crash. */
const causeOf = (id: string, line: number): string => `${id}:${line}`;

async function* spooledReports(
  pool: pg.Pool,
  { id, chunks }: TakenFile,
  from: number,
): AsyncGenerator<SpooledReport, void, undefined> {
  for (let chunk = from; chunk < chunks; chunk += 1) {
    const { firstLine, bytes } = await readChunk(pool, id, chunk);
    for await (const report of reportLines([bytes], firstLine)) yield { ...report, chunk };
  }
}

/** Reports decided a second over the last seconds. */
class Rate {
  private readonly samples: { readonly atMs: number; readonly read: number }[] = [];

  note(read: number): number | null {
    const atMs = performance.now();
    this.samples.push({ atMs, read });
    while (this.samples.length > 2 && atMs - (this.samples[0]?.atMs ?? 0) > 10_000) this.samples.shift();
    const [first] = this.samples;
    return !first || atMs - first.atMs < 200 ? null : (read - first.read) / ((atMs - first.atMs) / 1_000);
  }
}

/** One attempt at a file, from the last step that was kept to its end. */
class Attempt {
  private readonly tally: Tally;
  private readonly rate = new Rate();
  private chunk: number;
  private refusals: LineRefusal[] = [];

  constructor(
    private readonly file: TakenFile,
    private readonly session: ActiveSession,
    private readonly deciding: DecidingFiles,
    /** Lines that broke once; what breaks again is counted as refused. */
    private readonly broken: Set<string>,
  ) {
    this.chunk = file.isDry ? 0 : file.decidedChunks;
    this.tally = new Tally(file.isDry ? noProgress : file.progress);
    this.rate.note(this.tally.progress.read);
  }

  async decideAll(): Promise<void> {
    const { pool, intake, signal } = this.deciding;
    const { institution, keyId, id, receivedAt, isDry } = this.file;
    const submission = { id, receivedAtMs: instantMs(receivedAt) };
    const sending = { institution, keyId, inBulk: true, submission };
    const reports = spooledReports(pool, this.file, this.chunk);
    const all = isDry ? intake.triedOver(reports, sending) : intake.submitted(reports, sending);
    for await (const decided of all) {
      signal.throwIfAborted();
      this.session.check();
      if (decided.sent.chunk > this.chunk && !isDry) await this.save(decided.sent.chunk);
      await this.note(decided);
    }
    await this.save(this.file.chunks);
  }

  private async note({ sent, outcome, report }: Decided<SpooledReport>): Promise<void> {
    if (outcome.outcome === 'unknown' || isOpen(outcome) || this.breaksFirst(sent.line, outcome))
      throw new StillOpen('A report is to be decided on again.');
    if (outcome.outcome === 'recorded') {
      if (!report) throw new TypeError('What was recorded was understood.');
      this.tally.recordedOne(report, outcome, await this.isOwn(sent.line, outcome));
      return;
    }
    this.tally.refusedOne(outcome satisfies NotRecorded, report);
    this.refusals.push(...refusalsOf(sent.line, outcome));
  }

  private breaksFirst(line: number, outcome: Answered): boolean {
    const cause = causeOf(this.file.id, line);
    if (outcome.outcome !== 'failed' || outcome.problem.status !== 500 || this.broken.has(cause))
      return false;
    this.broken.add(cause);
    return true;
  }

  /** Whether the fact was recorded of this very line: now, or before a crash came between it and the step that is kept. */
  private async isOwn(line: number, { repeated, stampedAt, facts }: RecordedOutcome): Promise<boolean> {
    const { id, receivedAt, isDry } = this.file;
    if (!repeated) return true;
    const [place] = facts;
    if (isDry || !place || instantMs(stampedAt) < instantMs(receivedAt) - clockSkewMs) return false;
    const { stream, revision: from } = place;
    for await (const fact of this.deciding.ledger.log.readStream({ stream, from, limit: 1 }))
      return fact.metadata.causationId === causeOf(id, line);
    return false;
  }

  private async save(to: number): Promise<void> {
    const { progress } = this.tally;
    const rate = this.rate.note(progress.read);
    const at = formatInstant(this.deciding.ledger.clock.now());
    const from = this.file.isDry ? this.file.decidedChunks : this.chunk;
    await saveStep(this.session.connection, this.file, {
      from,
      to,
      progress,
      rate,
      refusals: this.refusals,
      at,
    });
    this.chunk = to;
    this.refusals = [];
  }

  get progress(): Tally['progress'] {
    return this.tally.progress;
  }
}

/** Decides a file to its end, from where it stands. */
export const decideSubmission = async (
  file: TakenFile,
  session: ActiveSession,
  deciding: DecidingFiles,
  broken: Set<string>,
): Promise<void> => {
  const { ledger } = deciding;
  if (file.isDry) await beginDryRun(session.connection, file.id);
  else await recordReceived(ledger, file);
  const attempt = new Attempt(file, session, deciding, broken);
  await attempt.decideAll();
  if (file.isDry) {
    const at = formatInstant(ledger.clock.now());
    return endSubmission(session.connection, file.id, { status: 'COMPLETED', at });
  }
  const refusalsDigest = await digestOfRefusals(session.connection, file.id);
  const { receipt, at, position } = await recordCompleted(ledger, file, attempt.progress, refusalsDigest);
  await endSubmission(session.connection, file.id, { status: 'COMPLETED', at, position, receipt });
};
