import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type BusinessDate, Clock, shanghaiDay } from '#calendar';
import type { Basis } from '#contract';
import { LogShortened, SequencePositions } from '#event-log';
import type { KeysetPage } from '#keyset';
import { problem } from '#problem-details';
import { ProjectionCheckpoints } from '#projections';
import type { StreamChange } from '#recording';
import { FairSlots } from '#batching';
import { SnapshotPool } from '#database';
import { arbiter } from '../operations/registry-state.js';
import { awaitedBy } from './await-position.js';
import { type FigureCut, type AskedCut, KnownSeqs } from './known-at.query.js';
import { ProblemAnswer } from './problem-answer.js';
import { declarationOf } from './request-checks.controller.js';
import { senderOf } from './request-bounds.js';
import { sendList } from './send-list.js';

/** An administrative answer waits this long for what it recorded to be shown. */
const settlingMs = 10_000;
/** And a definition as long as this for what it counts of earlier facts; where that takes longer, the answer says how far it is. */
const backFillingMs = 2_000;

type Settled = Exclude<StreamChange<never>, { readonly outcome: 'refused' }>;

/** Pages that are read at once, each over a connection: others are left to what is recorded, and to those who ask for short ones. */
const readAtOnce = { all: 12, ofOne: 6 };

/** Reading what the projections hold: waits where the caller asks for it, and says on what the answer rests. */
@Injectable()
export class ReadSide {
  private readonly readers = new FairSlots(readAtOnce);

  constructor(
    private readonly progress: ProjectionCheckpoints,
    private readonly positions: SequencePositions,
    private readonly pool: SnapshotPool,
    private readonly clock: Clock,
    private readonly places: KnownSeqs,
  ) {}

  /**
   * Waits for `Await-Position`, then reads answer and basis from one snapshot of the database.
   *
   * @throws LogShortened when a projection has passed facts that are not there
   */
  async answer<Answer extends object>(
    request: FastifyRequest,
    projections: readonly string[],
    read: () => Promise<Answer>,
  ): Promise<{ readonly basis: Basis } & Answer> {
    await this.awaited(request, projections);
    return this.read(request, () => this.basis(projections), read);
  }

  /** A figure at the cut asked for, of which what is read is told. One that is not filled in yet is waited for, as a position is. */
  async figure<Answer extends object>(
    request: FastifyRequest,
    projections: readonly string[],
    { effectiveAsOf, knownAt: asked }: AskedCut,
    read: (cut: FigureCut) => Promise<Answer>,
  ): Promise<{ readonly basis: FigureCut } & Answer> {
    const deadline = performance.now() + awaitedBy(request.headers).timeoutMs;
    await this.awaited(request, projections);
    const names = [...projections, arbiter];
    const knownAt = asked && (await this.places.seqOf(names, asked, deadline));
    const basis = async (): Promise<FigureCut> =>
      knownAt === undefined
        ? this.basis(projections, effectiveAsOf)
        : this.places.basis(names, knownAt, effectiveAsOf);
    return this.places.onceFilledIn(deadline, () => this.read(request, basis, read));
  }

  /**
   * Whether the position is shown by now, or within the time, unless told that which an administrative answer waits. First the
   * log's fact must stand in the sequence, then the projections must pass it.
   */
  async isShown(
    projections: readonly string[],
    position: string,
    timeoutMs: number = settlingMs,
  ): Promise<boolean> {
    return (await this.shownAt(projections, position, timeoutMs)) !== null;
  }

  /** The same for a page of a list, with the link to the next one. */
  async list<Page extends KeysetPage<unknown>>(
    request: FastifyRequest,
    reply: FastifyReply,
    projections: readonly string[],
    read: () => Promise<Page>,
  ): Promise<{ readonly basis: Basis } & Page> {
    return sendList(request, reply, await this.answer(request, projections, read));
  }

  /**
   * Waits until what stands after an administrative request is shown, also where somebody else recorded it a moment ago and
   * this request changed nothing. Gives its place in the order; null where nothing was ever recorded.
   */
  async settle(projections: readonly string[], { position }: Settled): Promise<number | null> {
    if (position === null) return null;
    // With the arbiter, as its place is part of the basis: what is told is never beyond that.
    const seq = await this.shownAt([...projections, arbiter], position, settlingMs, { isInForce: true });
    if (seq !== null) return seq;
    throw new ProblemAnswer(
      problem('not-yet-projected', {
        detail: `It is recorded at position ${position}, but not shown yet.`,
        position,
      }),
    );
  }

  /**
   * After an administrative request: 201 with its path, 200 when nothing changed; once it is shown. What is told is read as of the
   * request's own place in the order, so that of several at once each is told its own, and not what another made of it since.
   */
  async changed<Answer extends object>(
    reply: FastifyReply,
    projections: readonly string[],
    change: Settled,
    { location, read }: { readonly location: string; readonly read: (seq: number) => Promise<Answer | null> },
  ): Promise<{ readonly basis: Basis; readonly position: string | null } & Answer> {
    const seq = await this.settle(projections, change);
    if (seq !== null) await this.progress.waitUntilProjected(projections, seq, backFillingMs);
    if (change.outcome === 'unchanged') reply.status(200);
    else reply.status(201).header('location', location);
    return this.pool.snapshot(async () => {
      const answer = seq === null ? null : await read(seq);
      if (!answer) throw new Error('What is shown by now cannot be read.');
      return { basis: await this.basis(projections), ...answer, position: change.position };
    });
  }

  private read<Of extends FigureCut, Answer extends object>(
    { principal }: FastifyRequest,
    basisOf: () => Promise<Of>,
    read: (basis: Of) => Promise<Answer>,
  ): Promise<{ readonly basis: Of } & Answer> {
    const sender = principal ? senderOf(principal) : '';
    return this.readers.run({ sender, kind: 'singles' }, () =>
      this.pool.snapshot(async () => {
        const basis = await basisOf();
        return { basis, ...(await read(basis)) };
      }),
    );
  }

  /** The place of the position in the order, once it is shown; null when it is not in time. */
  private async shownAt(
    projections: readonly string[],
    position: string,
    timeoutMs: number,
    until: { readonly isInForce?: boolean } = {},
  ): Promise<number | null> {
    const deadline = performance.now() + timeoutMs;
    const seq = await this.positions.sequenced(position, timeoutMs);
    if (seq === null) return null;
    const isProjected = await this.progress.waitUntilProjected(
      projections,
      seq,
      deadline - performance.now(),
      until,
    );
    return isProjected ? seq : null;
  }

  /** Projected is what the projections asked for and the arbiter have passed, with what the arbiter derived from it. */
  private async awaited(request: FastifyRequest, projections: readonly string[]): Promise<void> {
    // Who changes something is shown what it recorded, and waits for nothing else.
    if (declarationOf(request).awaits !== true) return;
    const { position, timeoutMs } = awaitedBy(request.headers);
    if (position === undefined) return;
    const names = [...projections, arbiter];
    if (await this.isShown(names, position, timeoutMs)) return;
    throw await this.places.notShown(names, position);
  }

  /** @throws LogShortened for what rests on facts that are not there: it has no basis that could be told */
  private async basis(projections: readonly string[], day?: BusinessDate): Promise<Basis & FigureCut> {
    const names = [...projections, arbiter];
    const { seq, recordedAt, definitions, lagMs, isBeyondHead, parked } = await this.progress.progress(names);
    if (isBeyondHead) throw new LogShortened();
    return {
      seq,
      recordedAt,
      effectiveAsOf: day ?? shanghaiDay(this.clock.now()),
      knownAt: seq,
      definitions,
      parked,
      lagMs,
      treeSize: null,
      root: null,
    };
  }
}
