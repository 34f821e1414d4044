import { randomUUID } from 'node:crypto';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Drop, Faults } from './faults.js';
import { type ReadCall, write } from './read-call.handler.js';
import type { RecordedEvent, StoreLog } from './store-log.js';
import {
  caughtUpResponse,
  checkpointResponse,
  confirmationResponse,
  eventResponse,
  failures,
  streamNameOf,
} from './wire.js';

/** Live events that wait for a reader; with more the server gives him up, or not, as it happens. */
const liveBuffer = 32;
const tooSlowWhenFull = 0.5;

interface Source {
  /** What may come, in order; undefined where it cannot be subscribed to. */
  events(): readonly RecordedEvent[];
  next: number;
}

/** Subscriptions to a stream or to all, which last until they are cancelled, dropped, or the server ends. */
export class Subscriptions {
  private readonly open = new Map<ReadCall, () => void>();

  constructor(
    private readonly log: StoreLog,
    private readonly faults: Faults,
  ) {}

  /** Ends all that are open; those that come are served. */
  drop(how: Drop): void {
    for (const [call, wake] of this.open) {
      this.open.delete(call);
      if (how === 'quiet-end') call.end();
      else call.emit('error', how === 'too-slow' ? failures.tooSlow() : failures.notReady());
      wake();
    }
  }

  /** Takes a call and says nothing. */
  hold(call: ReadCall): void {
    this.keep(call, () => undefined);
  }

  get count(): number {
    return this.open.size;
  }

  async begin(call: ReadCall, options: streams.ReadReq.Options): Promise<void> {
    const source = this.sourceOf(options);
    if (!source) return void call.emit('error', failures.thrown());
    if (source === 'deleted')
      return void call.emit(
        'error',
        failures.deleted(streamNameOf(options.getStream()?.getStreamIdentifier())),
      );
    let wake = (): void => undefined;
    const unwatch = this.log.watch(() => wake());
    this.keep(call, () => wake());
    await write(call, confirmationResponse(randomUUID()));
    await this.serve(call, source, options, () => new Promise((woken) => (wake = woken)));
    unwatch();
  }

  private async serve(
    call: ReadCall,
    source: Source,
    options: streams.ReadReq.Options,
    untilWoken: () => Promise<void>,
  ): Promise<void> {
    const passes = filterOf(options);
    const interval = checkpointIntervalOf(options);
    let isLive = false;
    let considered = 0;
    while (this.open.has(call)) {
      const event = source.events()[source.next];
      if (!event || this.faults.areSubscriptionsMute) {
        if (!event && !isLive) {
          isLive = true;
          // Nobody catches up with a stream that does not exist.
          if (options.hasAll() || source.events().length > 0) await write(call, caughtUpResponse());
        } else await untilWoken();
        continue;
      }
      if (isLive && this.isTooSlow(source)) {
        this.open.delete(call);
        return void call.emit('error', failures.tooSlow());
      }
      source.next += 1;
      if (passes(event)) await write(call, eventResponse(event));
      considered += 1;
      if (considered % interval === 0) await write(call, checkpointResponse(event.position));
    }
  }

  private isTooSlow({ events, next }: Source): boolean {
    const isFull = events().length - next > liveBuffer;
    return Math.random() < (isFull ? tooSlowWhenFull : this.faults.tooSlowChance);
  }

  private sourceOf(options: streams.ReadReq.Options): Source | 'deleted' | undefined {
    const [stream, all] = [options.getStream(), options.getAll()];
    if (stream) {
      const name = streamNameOf(stream.getStreamIdentifier());
      const read = (): readonly RecordedEvent[] | 'deleted' => this.log.read(name) ?? [];
      const standing = read();
      if (standing === 'deleted') return 'deleted';
      const events = (): readonly RecordedEvent[] => {
        const now = read();
        return now === 'deleted' ? standing : now;
      };
      if (stream.hasRevision()) return { events, next: Number(BigInt(stream.getRevision())) + 1 };
      return { events, next: stream.hasStart() ? 0 : standing.length };
    }
    const events = (): readonly RecordedEvent[] => this.log.all;
    const at = all?.getPosition();
    if (!at) return { events, next: all?.hasStart() ? 0 : this.log.all.length };
    const next = this.log.indexAfter(BigInt(at.getCommitPosition()));
    return next === undefined ? undefined : { events, next };
  }

  private keep(call: ReadCall, wake: () => void): void {
    const gone = (): void => {
      this.open.delete(call);
      wake();
    };
    call.on('cancelled', gone);
    call.on('error', gone);
    call.on('close', gone);
    this.open.set(call, wake);
  }
}

const filterOf = (options: streams.ReadReq.Options): ((event: RecordedEvent) => boolean) => {
  const filter = options.getFilter();
  const ofType = filter?.getEventType();
  const expression = filter?.getStreamIdentifier() ?? ofType;
  if (!expression) return () => true;
  const subject = ({ type, stream }: RecordedEvent): string => (ofType ? type : stream);
  const prefixes = expression.getPrefixList();
  if (prefixes.length > 0) return (event) => prefixes.some((prefix) => subject(event).startsWith(prefix));
  const regex = new RegExp(expression.getRegex());
  return (event) => regex.test(subject(event));
};

const checkpointIntervalOf = (options: streams.ReadReq.Options): number => {
  const filter = options.getFilter();
  if (!filter) return Infinity;
  return filter.getCheckpointintervalmultiplier() * (filter.hasMax() ? filter.getMax() : 32);
};
