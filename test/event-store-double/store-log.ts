import { randomUUID } from 'node:crypto';
import type { AppendAnswer, DoubleEvent, RecordedEvent, StoreLogMark, Stream } from './store-record.js';

export type { AppendAnswer, DoubleEvent, RecordedEvent } from './store-record.js';

// The log behind the double: one order over all streams and the rules by which EventStoreDB appends to them.

export const any = -2n;
export const noStream = -1n;
export const streamExists = -4n;
/** Revision of the event that says that a stream is gone for ever. */
const tombstoneRevision = 2n ** 63n - 1n;

export const mostAppendBytes = 1_048_576;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isExpected = (expected: bigint, current: bigint): boolean =>
  expected === any || (expected === streamExists ? current >= 0n : expected === current);

export class StoreLog {
  readonly all: RecordedEvent[] = [];
  private readonly streams = new Map<string, Stream>();
  private readonly watchers = new Set<() => void>();
  private nextPosition = 0n;

  constructor() {
    // What a new store holds of its own, so that nobody takes the first event of all for a fact.
    this.keep('$$$scavenges', [this.systemEvent('$metadata', '{"$maxAge":2592000}')]);
    this.keep('$scavenges', [this.systemEvent('$scavengeIndexInitialized', '{}')]);
  }

  append(name: string, expected: bigint, events: readonly DoubleEvent[]): AppendAnswer {
    if (name === '' || events.some(({ id, type }) => !uuid.test(id) || type === ''))
      return { kind: 'thrown' };
    if (events.reduce((bytes, { data }) => bytes + data.length, 0) > mostAppendBytes)
      return { kind: 'too-large' };
    const stream = this.stream(name);
    if (stream.isDeleted) return { kind: 'deleted' };
    const current = this.currentOf(stream);
    const known = this.repeated(stream, expected, current, events);
    const begins = expected === noStream && this.isSoftlyDeleted(stream);
    if (known?.kind === 'appended' || (known && !begins)) return known;
    if (!begins && !isExpected(expected, current)) return { kind: 'wrong-version', current };
    const last = this.keep(name, events);
    return {
      kind: 'appended',
      revision: last?.revision ?? noStream,
      position: last?.position ?? this.nextPosition,
    };
  }

  /** Undefined where there is no such stream, or nothing of it is left to read. */
  read(name: string): readonly RecordedEvent[] | 'deleted' | undefined {
    const stream = this.streams.get(name);
    if (stream?.isDeleted) return 'deleted';
    const events = stream?.events.filter(({ revision }) => revision >= stream.truncateBefore) ?? [];
    return events.length === 0 ? undefined : events;
  }

  /** Revision of its last event, read or not; that of no stream where there is none. */
  current(name: string): bigint {
    const stream = this.streams.get(name);
    return stream ? this.currentOf(stream) : noStream;
  }

  /** Softly: what there is is no longer read, and the stream may go on. */
  delete(name: string): bigint {
    const stream = this.stream(name);
    stream.truncateBefore = BigInt(stream.events.length);
    const last = this.keep(`$$${name}`, [this.systemEvent('$metadata', `{"$tb":${tombstoneRevision}}`)]);
    return last?.position ?? 0n;
  }

  /** For ever. Undefined when it was so already. */
  tombstone(name: string): bigint | undefined {
    const stream = this.stream(name);
    if (stream.isDeleted) return undefined;
    stream.isDeleted = true;
    const event = {
      ...this.systemEvent('$streamDeleted', ''),
      stream: name,
      revision: tombstoneRevision,
      ...this.place(0),
    };
    this.all.push(event);
    this.tell();
    return event.position;
  }

  isBeyond(position: bigint): boolean {
    return position >= this.nextPosition;
  }

  /** Index in `all` of the first event after a position; undefined where the position is within the log and no record's. */
  indexAfter(position: bigint): number | undefined {
    if (this.isBeyond(position)) return this.all.length;
    const found = this.all.findIndex((event) => event.position === position);
    return found < 0 ? undefined : found + 1;
  }

  /** What it holds now, as a backup of it would. */
  marked(): StoreLogMark {
    return structuredClone({ all: this.all, streams: [...this.streams], nextPosition: this.nextPosition });
  }

  /** Restored from a backup; what came after is gone. */
  backTo(mark: StoreLogMark): void {
    const { all, streams, nextPosition } = structuredClone(mark);
    this.all.splice(0, this.all.length, ...all);
    this.streams.clear();
    for (const [name, stream] of streams) this.streams.set(name, stream);
    this.nextPosition = nextPosition;
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private stream(name: string): Stream {
    const stream = this.streams.get(name) ?? { events: [], isDeleted: false, truncateBefore: 0n };
    this.streams.set(name, stream);
    return stream;
  }

  private currentOf({ events }: Stream): bigint {
    return BigInt(events.length) - 1n;
  }

  private isSoftlyDeleted({ events, truncateBefore }: Stream): boolean {
    return events.length > 0 && truncateBefore >= BigInt(events.length);
  }

  /** The same ids at the same places are the same append, whatever else is in it; some of them are a wrong version. */
  private repeated(
    { events: standing }: Stream,
    expected: bigint,
    current: bigint,
    events: readonly DoubleEvent[],
  ): AppendAnswer | undefined {
    const first =
      expected === any || expected === streamExists
        ? standing.findIndex(({ id }) => id === events[0]?.id)
        : Number(expected) + 1;
    if (first < 0 || events.length === 0 || BigInt(first) > current) return undefined;
    const isSame = events.every(({ id }, place) => standing[first + place]?.id === id);
    const last = standing[first + events.length - 1];
    if (isSame && last) return { kind: 'appended', revision: last.revision, position: last.position };
    return expected === any ? undefined : { kind: 'wrong-version', current };
  }

  private keep(name: string, events: readonly DoubleEvent[]): RecordedEvent | undefined {
    const { events: standing } = this.stream(name);
    for (const event of events) {
      const { data, customMetadata } = event;
      const recorded = {
        ...event,
        stream: name,
        revision: BigInt(standing.length),
        ...this.place(data.length + customMetadata.length),
      };
      standing.push(recorded);
      this.all.push(recorded);
    }
    this.tell();
    return standing.at(-1);
  }

  private place(bytes: number): { readonly position: bigint; readonly createdMs: number } {
    const position = this.nextPosition;
    this.nextPosition += BigInt(97 + bytes);
    return { position, createdMs: Date.now() };
  }

  private systemEvent(type: string, json: string): DoubleEvent {
    const [data, customMetadata] = [Buffer.from(json), Buffer.alloc(0)];
    return { id: randomUUID(), type, contentType: 'application/json', data, customMetadata };
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}
