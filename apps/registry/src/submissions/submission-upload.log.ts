import { createHash } from 'node:crypto';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import pg from 'pg';
import { v7 } from 'uuid';
import { formatInstant, shanghaiDay } from '#calendar';
import type { Submission } from '#contract';
import { Headroom } from '#headroom';
import type { InstitutionCode } from '#identifiers';
import { TooMuchPassedOver } from '#intake';
import { problem } from '#problem-details';
import { Ledger } from '#recording';
import {
  type Chunk,
  chunksOf,
  csvReports,
  discardChunks,
  ndjsonPieces,
  recordReceived,
  storeChunk,
  Submissions,
  withoutResidentNumbers,
} from '#submissions';
import { Callers } from '../http/callers.query.js';
import { ReportBody } from '../events/report-body.js';
import { watchSender } from '../events/report-streams.log.js';
import { codingOf } from '../http/request-headers.js';
import { ProblemAnswer } from '../http/problem-answer.js';
import { timeSlices } from '../http/time-slices.js';
import { closedWhenUnread } from '../http/early-refusals.js';
import { BodyDigests } from './content-digest.js';
import {
  type DeclaredFile,
  declaredFile,
  fileOf,
  mostBytesOfFile,
  tooManyFilesWait,
  fileStorageShort,
  fileNotStored,
  countMismatch,
  type Sent,
  notAsDeclared,
  fileProblem,
} from './declared-file.js';
import { FilesReceived } from './submission-worker.process.js';

/** The longest time between two chunks. Housekeeping removes an upload without a chunk for a day. */
const longestChunkMs = 3_600_000;

/** What was read of a file so far. */
interface Arrived {
  readonly digest: string;
  readonly bytes: number;
  readonly reports: number;
  readonly chunks: number;
}

/** The declared file, and whether it was received before. */
type Expected = DeclaredFile & { readonly isKnown: boolean };

const tooMuch = (detail: string): ProblemAnswer =>
  new ProblemAnswer(problem('too-large', { detail, outcome: 'not-recorded' }));

/**
 * Receives a file: stores it chunk by chunk while it arrives, and makes it a submission once digest and count are right. The chunks of an
 * upload that breaks off are removed at once, or by housekeeping where this process ended too.
 */
@Injectable()
export class SubmissionUpload implements OnModuleDestroy {
  private readonly running = new Set<ReportBody>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly callers: Callers,
    private readonly ledger: Ledger,
    private readonly headroom: Headroom,
    private readonly submissions: Submissions,
    private readonly received: FilesReceived,
  ) {}

  /** The submission, and whether it is new; undefined when the sender is gone. @throws ProblemAnswer */
  async receive(
    request: FastifyRequest,
    reply: FastifyReply,
    sent: Sent,
  ): Promise<{ readonly submission: Submission; readonly isNew: boolean } | undefined> {
    closedWhenUnread(request, reply);
    const declared = declaredFile(request.headers, sent.isDry);
    // A file with a known digest is read to the end to check it, and not stored again.
    const same = await this.submissions.findSame({ ...fileOf(sent), digest: declared.contentDigest });
    const isKnown = same !== undefined;
    if (!isKnown && !(await this.submissions.hasRoom(sent.institution)))
      throw new ProblemAnswer(tooManyFilesWait, { 'retry-after': '60' });
    const id = v7();
    try {
      const arrived = await this.arrived(request, id, sent, { ...declared, isKnown });
      return arrived && (await this.settle(id, sent, arrived));
    } finally {
      // Removes nothing of a received file. Where the database does not answer, housekeeping removes the chunks later.
      await discardChunks(this.pool, id).catch(() => undefined);
    }
  }

  onModuleDestroy(): void {
    for (const body of this.running) body.stop('ending');
  }

  private async arrived(
    request: FastifyRequest,
    id: string,
    sent: Sent,
    declared: Expected,
  ): Promise<Arrived | undefined> {
    const content = new BodyDigests(declared);
    const body = new ReportBody(request.raw, codingOf(request));
    request.raw.on('data', (chunk: Buffer) => content.update(chunk));
    this.running.add(body);
    const watching = watchSender(this.callers, request, body);
    try {
      const arrived = await this.stored(body, id, sent, declared);
      if (body.ended === 'broken-off') return undefined;
      if (body.problem !== undefined) throw new ProblemAnswer(body.problem);
      if (!content.areRight())
        throw new ProblemAnswer(notAsDeclared('The body does not have the digest that Content-Digest says.'));
      if (arrived.reports !== declared.reports)
        throw new ProblemAnswer(countMismatch(arrived.reports, declared, sent));
      return arrived;
    } finally {
      clearInterval(watching);
      this.running.delete(body);
    }
  }

  private async stored(body: ReportBody, id: string, sent: Sent, { isKnown }: Expected): Promise<Arrived> {
    const file = createHash('sha256');
    let [bytes, reports, chunks] = [0, 0, 0];
    let storedAtMs = performance.now();
    const pieces = async function* () {
      for await (const piece of body.bytes()) {
        if (performance.now() - storedAtMs > longestChunkMs) return body.stop('silent');
        bytes += piece.length;
        if (bytes > mostBytesOfFile) throw tooMuch(`A file has at most ${mostBytesOfFile} bytes.`);
        file.update(piece);
        await timeSlices.pause(`batches ${sent.institution}`);
        yield piece;
      }
    };
    try {
      const { type, institution } = sent;
      const lines = type === undefined ? ndjsonPieces(pieces()) : csvReports(pieces(), { type, institution });
      for await (const chunk of chunksOf(lines)) {
        reports += chunk.reports;
        if (!isKnown) await this.store(id, chunks, chunk, institution);
        storedAtMs = performance.now();
        chunks += 1;
      }
    } catch (error) {
      // A body that was stopped looks malformed at its end. Then the reason of the stop is answered, and not this error.
      if (error instanceof TooMuchPassedOver) body.fail(error);
      else if (body.ended === undefined || body.ended === 'whole') throw fileProblem(error);
    }
    return { digest: file.digest('hex'), bytes, reports, chunks };
  }

  /** Files are refused at a higher level of free space than single reports, which can go on. */
  private async store(id: string, no: number, chunk: Chunk, institution: InstitutionCode): Promise<void> {
    if (this.headroom.state(performance.now()).level !== 'enough') throw new ProblemAnswer(fileStorageShort);
    const today = shanghaiDay(this.ledger.clock.now());
    await storeChunk(this.pool, id, no, await withoutResidentNumbers(chunk, { institution, today }));
  }

  private async settle(
    id: string,
    sent: Sent,
    arrived: Arrived,
  ): Promise<{ readonly submission: Submission; readonly isNew: boolean }> {
    const known = await this.submissions.findSame({ ...fileOf(sent), digest: arrived.digest });
    if (known !== undefined) return { submission: await this.found(known), isNew: false };
    const receivedAt = formatInstant(this.ledger.clock.now());
    const file = { id, ...fileOf(sent), ...arrived, receivedAt };
    if (!(await this.submissions.receive(file))) {
      const other = await this.submissions.findSame(file);
      if (other === undefined) throw new ProblemAnswer(fileNotStored);
      return { submission: await this.found(other), isNew: false };
    }
    // The worker that decides the file records this too, so a failure here is made up for there.
    if (!sent.isDry) await recordReceived(this.ledger, file);
    this.received.notify();
    return { submission: await this.found(id), isNew: true };
  }

  private async found(id: string): Promise<Submission> {
    const submission = await this.submissions.find(id);
    if (!submission) throw new Error('A file that was received is not there.');
    return submission;
  }
}
