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
import { awaitedBy } from './request-headers.js';
import { type FigureCut, type AskedCut, type Based, KnownSeqs } from './known-at.query.js';
import { ProblemAnswer } from './problem-answer.js';
import { declarationOf } from './request-checks.controller.js';
import { senderOf } from './request-bounds.js';
import { sendList } from './answer-headers.js';

/** How long the answer to a change waits until the change is projected. */
const settlingMs = 10_000;
/** How long it waits for the back-fill of a definition. Where that takes longer the answer says how far it is. */
const backFillingMs = 2_000;

type Settled = Exclude<StreamChange<never>, { readonly outcome: 'refused' }>;

/** Answers that are read at once, each over a connection. The pool's other connections are left to recording and to short questions. */
const readAtOnce = { all: 12, ofOne: 6 };

/** Reads from projections: waits for a position where the caller asks for it, and adds the `basis` to the answer. */
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
   * @throws LogShortened where a projection has passed facts that the log does not hold
   */
  async answer<Answer extends object>(
    request: FastifyRequest,
    projections: readonly string[],
    read: () => Promise<Answer>,
  ): Promise<{ readonly basis: Basis } & Answer> {
    await this.awaited(request, projections);
    return this.read(request, () => this.based(projections), read);
  }

  /**
   * As `answer`, for a figure at a cut, which `read` is given with the name of the definitions in force there. A figure whose back-fill is not
   * complete is waited for, as a position is.
   */
  async figure<Answer extends object>(
    request: FastifyRequest,
    projections: readonly string[],
    { effectiveAsOf, knownAt: asked }: AskedCut,
    read: (cut: FigureCut, definitionsName: string | null) => Promise<Answer>,
  ): Promise<{ readonly basis: FigureCut } & Answer> {
    const deadline = performance.now() + awaitedBy(request.headers).timeoutMs;
    await this.awaited(request, projections);
    const names = [...projections, arbiter];
    const knownAt = asked && (await this.places.seqOf(names, asked, deadline));
    const based = (): Promise<Based<FigureCut>> =>
      knownAt === undefined
        ? this.based(projections, effectiveAsOf)
        : this.places.basis(names, knownAt, effectiveAsOf);
    return this.places.onceShown(names, deadline, () => this.read(request, based, read));
  }

  /**
   * Whether the position is projected within the time. First the fact needs its seq, then the projections must pass it.
   */
  async isShown(
    projections: readonly string[],
    position: string,
    timeoutMs: number = settlingMs,
  ): Promise<boolean> {
    return (await this.shownAt(projections, position, timeoutMs)) !== null;
  }

  /** As `answer`, for a page of a list, with the link to the next page. */
  async list<Page extends KeysetPage<unknown>>(
    request: FastifyRequest,
    reply: FastifyReply,
    projections: readonly string[],
    read: () => Promise<Page>,
  ): Promise<{ readonly basis: Basis } & Page> {
    return sendList(request, reply, await this.answer(request, projections, read));
  }

  /**
   * Waits until a change is projected, also where another request made it and this one changed nothing. Returns its seq; null where
   * nothing was ever recorded.
   */
  async settle(projections: readonly string[], { position }: Settled): Promise<number | null> {
    if (position === null) return null;
    // The arbiter's checkpoint is part of the basis, so no answer may be ahead of it.
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
   * Answers an administrative change once it is projected: 201 with its path, or 200 where nothing changed. The content is read as of the
   * change's own seq, so that of several changes at once each answers its own.
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
      if (!answer) throw new Error('A change that is projected cannot be read.');
      const { basis } = await this.based(projections);
      return { basis, ...answer, position: change.position };
    });
  }

  private read<Of extends FigureCut, Answer extends object>(
    { principal }: FastifyRequest,
    basedOn: () => Promise<Based<Of>>,
    read: (basis: Of, definitionsName: string | null) => Promise<Answer>,
  ): Promise<{ readonly basis: Of } & Answer> {
    const sender = principal ? senderOf(principal) : '';
    return this.readers.run({ sender, kind: 'singles' }, () =>
      this.pool.snapshot(async () => {
        const { basis, definitionsName } = await basedOn();
        return { basis, ...(await read(basis, definitionsName)) };
      }),
    );
  }

  /** The seq of a position, once it is projected; null where it is not in time. */
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

  /** Waits for `Await-Position`: the projections and the arbiter have passed it, and what the arbiter derived from it. */
  private async awaited(request: FastifyRequest, projections: readonly string[]): Promise<void> {
    // A changing request waits for its own change alone.
    if (declarationOf(request).awaits !== true) return;
    const { position, timeoutMs } = awaitedBy(request.headers);
    if (position === undefined) return;
    const names = [...projections, arbiter];
    if (await this.isShown(names, position, timeoutMs)) return;
    throw await this.places.notShown(names, position);
  }

  /** @throws LogShortened where a projection has passed facts that the log does not hold */
  private async based(projections: readonly string[], day?: BusinessDate): Promise<Based<Basis & FigureCut>> {
    const state = await this.progress.progress([...projections, arbiter]);
    if (state.isBeyondHead) throw new LogShortened();
    const { seq, recordedAt, definitions, definitionsName, lagMs, parked } = state;
    const effectiveAsOf = day ?? shanghaiDay(this.clock.now());
    const cut = { seq, recordedAt, effectiveAsOf, knownAt: seq, definitions, parked };
    return { basis: { ...cut, lagMs, treeSize: null, root: null }, definitionsName };
  }
}
