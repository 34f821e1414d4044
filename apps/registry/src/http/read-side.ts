import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock, shanghaiDay } from '#calendar';
import { laterPosition, SequencePositions } from '#event-log';
import { problem } from '#problem-details';
import { ProjectionProgress } from '#projections';
import { DefinitionsInForceQuery } from '#targets';
import { SnapshotPool } from '#database';
import { ProblemAnswer } from './problem-answer.js';

/** Waiting for a position: at most this long, and as long as this without `Await-Timeout`. */
const longestWaitMs = 30_000;
const usualWaitMs = 2_000;

export interface Basis {
  readonly seq: number;
  readonly recordedAt: string | null;
  readonly effectiveAsOf: string;
  readonly knownAt: number;
  readonly definitions: number | null;
  readonly parked: number;
  readonly lagMs: number;
  readonly treeSize: null;
  readonly root: null;
}

/** The last of those asked for: who has passed it has passed them all. */
const lastOf = (header: string): string => {
  const list = header.split(',').map((position) => position.trim());
  if (!list.every((position) => /^[1-9]\d{0,17}$/.test(position)))
    throw new ProblemAnswer(problem('invalid-request', { detail: 'Await-Position is not a position.' }));
  return list.reduce(laterPosition);
};

const waitMs = (header: string | undefined): number => {
  if (header === undefined) return usualWaitMs;
  if (!/^\d{1,6}$/.test(header) || Number(header) > longestWaitMs)
    throw new ProblemAnswer(
      problem('invalid-request', { detail: `Await-Timeout is a number of ms up to ${longestWaitMs}.` }),
    );
  return Number(header);
};

const single = (header: string | readonly string[] | undefined): string | undefined =>
  typeof header === 'string' || header === undefined ? header : header.join(',');

/** Reading what the projections hold: waits where the caller asks for it, and says on what the answer rests. */
@Injectable()
export class ReadSide {
  constructor(
    private readonly progress: ProjectionProgress,
    private readonly positions: SequencePositions,
    private readonly pool: SnapshotPool,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  /** Waits for `Await-Position`, then reads answer and basis from one snapshot of the database. */
  async answer<Answer extends object>(
    request: FastifyRequest,
    projections: readonly string[],
    read: (effectiveAsOf: string) => Promise<Answer>,
    asked: { readonly effectiveAsOf?: string } = {},
  ): Promise<{ readonly basis: Basis } & Answer> {
    await this.awaited(request, projections);
    return this.pool.snapshot(async () => {
      const basis = await this.basis(projections, asked.effectiveAsOf);
      return { basis, ...(await read(basis.effectiveAsOf)) };
    });
  }

  /** Waits until what was just recorded is shown, so that an administrative answer can be read back at once. */
  async shown(projections: readonly string[], position: string): Promise<void> {
    if (await this.isShown(projections, position, usualWaitMs * 5)) return;
    throw new ProblemAnswer(
      problem('not-yet-projected', {
        detail: `It is recorded at position ${position}, but not shown yet.`,
        position,
      }),
    );
  }

  /** After an administrative change: 201 with its path once it is shown, 200 when nothing changed. Gives the position. */
  async settled(
    reply: FastifyReply,
    projections: readonly string[],
    change: { readonly outcome: 'changed'; readonly position: string } | { readonly outcome: 'unchanged' },
    location: string,
  ): Promise<string | null> {
    if (change.outcome === 'unchanged') {
      reply.status(200);
      return null;
    }
    await this.shown(projections, change.position);
    reply.status(201).header('location', location);
    return change.position;
  }

  private async awaited(request: FastifyRequest, projections: readonly string[]): Promise<void> {
    const header = single(request.headers['await-position']);
    const timeoutMs = waitMs(single(request.headers['await-timeout']));
    if (header === undefined) return;
    if (await this.isShown(projections, lastOf(header), timeoutMs)) return;
    const { seq } = await this.progress.progress(projections);
    throw new ProblemAnswer(problem('not-yet-projected', { position: await this.positions.upTo(seq) }));
  }

  /** First the log's fact must stand in the sequence, then the projections must pass it. */
  private async isShown(
    projections: readonly string[],
    position: string,
    timeoutMs: number,
  ): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    const seq = await this.positions.sequenced(position, timeoutMs);
    return seq !== null && this.progress.waitUntilProjected(projections, seq, deadline - performance.now());
  }

  private async basis(projections: readonly string[], effectiveAsOf: string | undefined): Promise<Basis> {
    const { seq, recordedAt, lagMs } = await this.progress.progress(projections);
    return {
      seq,
      recordedAt,
      effectiveAsOf: effectiveAsOf ?? shanghaiDay(this.clock.now()),
      knownAt: seq,
      definitions: await this.queries.execute(new DefinitionsInForceQuery()),
      parked: 0,
      lagMs,
      treeSize: null,
      root: null,
    };
  }
}
