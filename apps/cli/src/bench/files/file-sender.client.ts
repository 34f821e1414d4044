import { createHash } from 'node:crypto';
import { Asking } from '../bench-bank.client.js';

/** A bank that sends files, made while they are sent, and waits for what becomes of them. */
export interface FileSender {
  /** Gives the id of what was received. */
  send(count: number, line: (no: number) => string): Promise<string>;
  ended(id: string): Promise<void>;
  /** The same as a stream, until its last answer. */
  stream(count: number, line: (no: number) => string): Promise<void>;
}

const linesTogether = 500;

function* partsOf(count: number, line: (no: number) => string): Generator<Buffer> {
  for (let from = 0; from < count; from += linesTogether) {
    const length = Math.min(linesTogether, count - from);
    yield Buffer.from(Array.from({ length }, (_, no) => line(from + no)).join(''));
  }
}

const answered = async <Answer>(asked: Promise<Response>): Promise<Answer> => {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Answer;
};

/** Registered, and given a key. */
export const fileSender = async (
  base: string,
  administratorsKey: string,
  institution: string,
): Promise<FileSender> => {
  const key = await new Asking(base, administratorsKey).bank(institution);
  const authorization = `Bearer ${key}`;
  return {
    send: async (count, line) => {
      const hash = createHash('sha256');
      for (const part of partsOf(count, line)) hash.update(part);
      const request = {
        method: 'POST',
        duplex: 'half',
        headers: {
          authorization,
          'content-type': 'application/x-ndjson',
          'content-digest': `sha-256=:${hash.digest('base64')}:`,
          'xudai-record-count': String(count),
        },
        body: ReadableStream.from(partsOf(count, line)),
      };
      const sending = fetch(`${base}/v1/submissions`, request as RequestInit);
      return (await answered<{ readonly id: string }>(sending)).id;
    },
    stream: async (count, line) => {
      const request = {
        method: 'POST',
        duplex: 'half',
        headers: { authorization, 'content-type': 'application/x-ndjson' },
        body: ReadableStream.from(partsOf(count, line)),
      };
      const answer = await fetch(`${base}/v1/events`, request as RequestInit);
      const last = (await answer.text()).trim().split('\n').at(-1) ?? '';
      const { summary } = JSON.parse(last) as { readonly summary?: { readonly recorded: number } };
      if (summary?.recorded !== count) throw new Error(`A stream ended with ${last}.`);
    },
    ended: async (id) => {
      for (;;) {
        const asked = fetch(`${base}/v1/submissions/${id}`, { headers: { authorization } });
        const { status } = await answered<{ readonly status: string }>(asked);
        if (status === 'COMPLETED') return;
        if (status === 'FAILED') throw new Error(`The file ${id} was not decided to its end.`);
        await new Promise((later) => setTimeout(later, 100));
      }
    },
  };
};
