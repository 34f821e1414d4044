import { expect } from '@jest/globals';
import type { Response } from 'supertest';
import { bodyOf, type Document, driftOf, templateOf } from './open-api-drift.js';

interface Given {
  readonly method: string;
  readonly url: string;
  readonly answer: Pick<Response, 'status' | 'headers' | 'body' | 'text'>;
}

/** Holds a good answer, with something in it, to what the document says of its operation; gives what it is an example of. */
export const heldToDocument = (document: Document, { method, url, answer }: Given): string => {
  const { status, headers } = answer;
  const contentType = String(headers['content-type'] ?? '');
  const [path, body] = [templateOf(document, method, url), bodyOf(answer as Response)];
  expect([url, status < 400 ? '' : answer.text]).toEqual([url, '']);
  expect(driftOf(document, { method, path, status, contentType, body, headers })).toEqual([]);
  const { items } = body as { readonly items?: readonly unknown[] };
  expect([url, items?.length]).not.toEqual([url, 0]);
  return `${method} ${path} ${status}`;
};
