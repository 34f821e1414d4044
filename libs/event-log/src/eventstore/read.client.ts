import type { Readable } from 'node:stream';

/** A stream of the client's, which types its events more narrowly than a stream of Node's. */
export interface Cancellable extends Readable {
  cancel(): Promise<void>;
}

/** The store was silent in the middle of an answer. */
class StoreSilent extends Error {
  constructor(silenceMs: number) {
    super(`The event store said nothing for ${silenceMs} ms.`);
    this.name = 'StoreSilent';
  }
}

/**
 * All that a read gives. It is always read to its end: the client keeps what was left off until it is closed. By itself it would
 * wait for ever, so a silence ends it.
 */
export const eventsOf = async <Event>(read: Cancellable, silenceMs: number): Promise<readonly Event[]> => {
  // Once the loop below was told of an error, later ones concern nobody.
  read.on('error', () => undefined);
  const silence = setTimeout(() => {
    read.destroy(new StoreSilent(silenceMs));
    // Waits for the call to have been made; a call that could not be made needs no end.
    void read.cancel().catch(() => undefined);
  }, silenceMs);
  const events: Event[] = [];
  try {
    for await (const event of read) {
      silence.refresh();
      events.push(event as Event);
    }
    return events;
  } finally {
    clearTimeout(silence);
  }
};
