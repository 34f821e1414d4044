import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import type pg from 'pg';
import type { Append, Appended, RevisionConflict } from '../event-log.js';
import { LogShortened, LogUnavailable, NotStorable, StorageFull } from '../event-log-errors.js';
import { type SerialisedAppend, serialised } from '../serialised-append.js';
import { HeldConnection } from '#database';
import { BackOff, inTime, pause } from '#wake-up';
import { NotAnswered, settleEach } from '#batching';
import {
  appendAnswer,
  appendStatement,
  expectedAnswers,
  expectedBegin,
  expectedStatement,
} from './append-statement.js';
import { codeOf, faultOf, isRolledBack } from './database-fault.js';
import type { LogEnd } from './log-end.query.js';
import { NewFacts } from './new-facts.connection.js';
import { TextLines } from './text-lines.js';
import { appendQueue, WaitingAppend } from './waiting-append.js';

export interface AppenderOptions {
  /** After this long a caller gets the outcome `unknown`. */
  readonly deadlineMs: number;
  /** Called with an error before the append is tried again. */
  readonly onSetback: (error: unknown) => void;
  /** Least time between two notifications of new facts. Default: `notificationPauseMs`. */
  readonly notifyPauseMs?: (() => number) | undefined;
}

/** From this many on a group is written at once; more in it would save little. */
const muchTogether = 100;

/**
 * Group commit: the one appender of a process. While one group of appends is written the next one gathers; a group is one statement and
 * one commit. Where a caller waits for the next group, that group is sent before the last one is answered, so that PostgreSQL is not idle
 * meanwhile. A group without an answer is sent again unchanged. That is safe: facts that are there already stand against it, and
 * `append_facts`, which settles such groups, recognises them by their event ids.
 */
export class Appender {
  private readonly queue = appendQueue();
  private readonly connection: HeldConnection;
  private readonly newFacts: NewFacts;
  private readonly answerMs: number;
  /** Sent when the query returns, so it is free again for the next one. */
  private readonly lines = new TextLines();
  private rounds: Promise<void> | undefined;
  /** The next group is sent as soon as the last one is written. */
  private isUrgent = false;
  /** Answers the callers of the last group, once the next one is under way. */
  private answerLast: (() => void) | undefined;
  private closed = false;

  constructor(
    pool: pg.Pool,
    private readonly end: Pick<LogEnd, 'seen' | 'acknowledge'>,
    private readonly options: AppenderOptions,
  ) {
    // Half the deadline, so that a server that fell silent leaves time for another attempt.
    this.answerMs = Math.min(5_000, options.deadlineMs / 2);
    this.newFacts = new NewFacts(pool, options.onSetback, options.notifyPauseMs);
    this.connection = new HeldConnection(pool, {
      as: 'appender',
      begin: expectedBegin,
      config: { statement_timeout: options.deadlineMs, connectionTimeoutMillis: this.answerMs },
    });
  }

  /** `inBulk`: one of many reports, so a group may wait another turn of the event loop and gather more. */
  append(append: Append, inBulk = false): Promise<Appended | RevisionConflict> {
    if (this.closed) return Promise.reject(new LogUnavailable({ cause: new Error('The log was closed.') }));
    if (this.queue.isFull) return Promise.reject(new LogUnavailable({ cause: new NotAnswered('full') }));
    return new Promise((done, failed) => {
      this.queue.add(new WaitingAppend(serialised(append), this.options.deadlineMs, done, failed));
      this.isUrgent ||= !inBulk || this.queue.length >= muchTogether;
      this.rounds ??= this.run();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.rounds;
    await this.newFacts.close();
    await this.connection.drop();
  }

  private async run(): Promise<void> {
    for (;;) {
      // Callers that are answered now may append again at once. Those appends join this group, unless a caller waits for it already.
      if (!this.isUrgent || !this.answerLast) {
        this.answerLastGroup();
        await yieldToEventLoop();
      }
      this.isUrgent = false;
      const group = this.queue.take();
      if (group.length > 0) await this.write(group);
      // The queue is empty. Where the last group is still to be answered, another round does that.
      else if (!this.answerLast) break;
    }
    this.rounds = undefined;
  }

  /** Resolves when every append of the group has an outcome. */
  private async write(group: readonly WaitingAppend[]): Promise<void> {
    const settled = await settleEach(group, (some) => this.sendThrough(some), isStatementFault);
    settled.forEach((result, place) => {
      const waiting = group[place];
      if (result.status === 'rejected' && waiting && !waiting.isOver) failed(waiting, result.reason);
    });
  }

  /** Sends again after passing errors, such as a lost connection, as long as a caller waits. */
  private async sendThrough(some: readonly WaitingAppend[]): Promise<readonly void[]> {
    const backOff = new BackOff();
    for (;;) {
      const open = some.filter(({ isOver }) => !isOver);
      try {
        if (open.length > 0) await this.send(open);
        return some.map(() => undefined);
      } catch (error) {
        if (faultOf(error) !== 'passing') throw error;
        this.options.onSetback(error);
        for (const waiting of open) waiting.noteSetback(error);
        await pause(backOff.nextMs());
      }
    }
  }

  private answerLastGroup(): void {
    const answer = this.answerLast;
    this.answerLast = undefined;
    answer?.();
  }

  private async send(open: readonly WaitingAppend[]): Promise<void> {
    // A new connection takes long, so the last group is answered before it is made.
    if (!this.connection.isOpen) this.answerLastGroup();
    const connection = await this.connection.open();
    const group = open.map(({ append }) => append);
    try {
      const asked = connection.query(expectedStatement(group, this.end.seen, this.lines));
      this.answerLastGroup();
      const [row] = await this.answered(asked, 1);
      const seqBefore = row?.[0] as number | null;
      const answers =
        seqBefore === null ? await this.settled(connection, group) : expectedAnswers(group, seqBefore);
      const lastSeq = lastSeqOf(answers);
      this.end.acknowledge(lastSeq);
      this.answerLast = () => {
        open.forEach((waiting, index) => waiting.answer(answers[index] as (typeof answers)[number]));
        this.newFacts.announce(lastSeq);
      };
    } catch (error) {
      if (!isRolledBack(error)) {
        for (const waiting of open) waiting.markLost();
        await this.connection.drop();
      }
      throw error;
    }
  }

  /** The outcome of each append of a group in which something stands against one. */
  private async settled(
    connection: pg.Client,
    group: readonly SerialisedAppend[],
  ): Promise<readonly (Appended | RevisionConflict)[]> {
    const asked = connection.query(appendStatement(group, this.end.seen, this.lines));
    const rows = await this.answered(asked, group.length);
    return group.map((append, index) => appendAnswer(append, rows[index] ?? []));
  }

  /** @throws where the answer does not come in time, or has another number of rows */
  private async answered(
    asked: Promise<pg.QueryArrayResult>,
    count: number,
  ): Promise<readonly (readonly unknown[])[]> {
    const answer = await inTime(asked, this.answerMs, undefined);
    if (!answer) throw new Error('PostgreSQL did not answer an append in time.');
    if (answer.rows.length !== count) throw new Error('PostgreSQL did not answer each append of a group.');
    return answer.rows;
  }
}

const lastSeqOf = (answers: readonly (Appended | RevisionConflict)[]): number =>
  Math.max(0, ...answers.map((answer) => (answer.outcome === 'appended' ? Number(answer.position) : 0)));

const isStatementFault = (error: unknown): boolean => faultOf(error) === 'statement';

/** Rejects an append whose last attempt was rolled back. */
const failed = (waiting: WaitingAppend, error: unknown): void => {
  const fault = faultOf(error);
  if (fault === 'statement') return waiting.fail(new NotStorable(waiting.append.stream, codeOf(error)));
  if (fault === 'full') return waiting.failAsRolledBack(new StorageFull({ cause: error }));
  if (fault === 'shortened') return waiting.failAsRolledBack(new LogShortened({ cause: error }));
  return waiting.failAsRolledBack(
    error instanceof Error ? error : new Error('An append failed.', { cause: error }),
  );
};
