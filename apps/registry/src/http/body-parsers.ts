import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseStrictJson } from '#canonical-json';
import { problem } from '#problem-details';
import { ProblemAnswer } from './problem-answer.js';

/** Deeper nesting is no report. */
const maxDepth = 32;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const notJson = (reason: string): ProblemAnswer =>
  new ProblemAnswer(
    problem('invalid-request', { detail: `The body is not JSON as taken here: ${reason}.`, outcome: 'not-recorded' }),
  );

const textOf = (body: Buffer): string => {
  try {
    return utf8.decode(body);
  } catch {
    throw notJson('it is not UTF-8');
  }
};

/** Strict JSON: no byte-order mark, no NUL, no lone surrogate, no number that a double cannot hold, at most 32 deep. */
const parseJson = async (_request: FastifyRequest, body: Buffer): Promise<unknown> => {
  const parsed = parseStrictJson(textOf(body), { maxDepth });
  if (!parsed.ok) throw notJson(parsed.reason);
  return parsed.value;
};

const jsonTypes = [
  'application/json',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
] as const;

/** Only declared content types are read, each as bytes, so that what is parsed is what was sent. */
export const addBodyParsers = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  for (const type of jsonTypes) server.addContentTypeParser(type, { parseAs: 'buffer' }, parseJson);
  // Anything else is refused before its body is read; this parser only keeps Fastify from answering in its own words.
  server.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
};
