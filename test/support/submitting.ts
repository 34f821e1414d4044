import { createHash } from 'node:crypto';
import { setTimeout as later } from 'node:timers/promises';
import type { Response } from 'supertest';
import type { Submission } from '#contract';
import type { RunningRegistry } from './running-registry.js';

/* Files of reports over HTTP, for specs. */

export const digestHeader = (bytes: string | Buffer): string =>
  `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`;

export const fileOf = (reports: readonly unknown[]): string =>
  reports.map((report) => `${typeof report === 'string' ? report : JSON.stringify(report)}\n`).join('');

const linesIn = (file: string): number => file.split('\n').filter((line) => line.trim() !== '').length;

export interface Sent {
  readonly file: string | Buffer;
  readonly key: string;
  readonly path?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const submit = (
  { ask }: Pick<RunningRegistry, 'ask'>,
  { file, key, path = '/v1/submissions', type = 'application/x-ndjson', headers = {} }: Sent,
): Promise<Response> =>
  ask('post', path, {
    key,
    type,
    body: file,
    headers: {
      'content-digest': digestHeader(file),
      'xudai-record-count': String(typeof file === 'string' ? linesIn(file) : 0),
      ...headers,
    },
  });

export const decided = async (
  { ask }: Pick<RunningRegistry, 'ask'>,
  id: string,
  key: string,
  withinMs = 30_000,
): Promise<Submission> => {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const { body } = (await ask('get', `/v1/submissions/${id}`, { key })) as { body: Submission };
    if (body.status === 'COMPLETED' || body.status === 'FAILED') return body;
    if (Date.now() > deadline) throw new Error(`Stands at ${JSON.stringify(body)}.`);
    await later(50);
  }
};
