import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  parseStrictJson,
  parseStrictJsonArray,
  type StrictJsonArray,
  utf8Text,
  whyNotUtf8,
} from '#canonical-json';
import { longestReport, mostDepth } from '#intake';
import { problem } from '#problem-details';
import { correctReports } from './admission.server.js';
import { batchType, bodyLimits, csvType, mostReports, streamType } from './request-bounds.js';
import { ProblemAnswer } from './problem-answer.js';
import { declarationOf } from './request-checks.controller.js';
import { timeSlices } from './time-slices.js';

const notJson = (reason: string): ProblemAnswer =>
  new ProblemAnswer(
    problem('invalid-request', {
      detail: `The body is not JSON as taken here: ${reason}.`,
      outcome: 'not-recorded',
    }),
  );

const textOf = (body: Buffer): string => {
  const text = utf8Text(body);
  if (text === undefined) throw notJson(whyNotUtf8(body));
  return text;
};

/** Strict JSON: no byte-order mark, no NUL, no lone surrogate, no number that a double cannot hold, at most 32 deep. */
const parseJson = (request: FastifyRequest, body: Buffer): unknown => {
  // An empty body with a content type is fine on a route that takes no body.
  if (body.length === 0 && !declarationOf(request).body) return undefined;
  const parsed = parseStrictJson(textOf(body), { maxDepth: mostDepth });
  if (!parsed.ok) throw notJson(parsed.reason);
  return parsed.value;
};

/** Parses in time slices, so that other requests go on meanwhile. */
const parseBatch = async (request: FastifyRequest, body: Buffer): Promise<StrictJsonArray> => {
  const limits = {
    maxDepth: mostDepth,
    maxElements: mostReports,
    maxElementBytes: longestReport,
    naming: 'id',
  };
  // Joining the parts of a long body, and decoding it, take milliseconds each.
  await timeSlices.pause();
  const text = textOf(body);
  await timeSlices.pause();
  const parsed = await timeSlices.run(parseStrictJsonArray(text, limits));
  if (parsed.outcome === 'not-json') throw notJson(parsed.reason);
  correctReports(request, parsed.outcome === 'array' ? parsed.elements.length : 1, body.length);
  return parsed;
};

/** Reads declared content types alone, each as bytes, so that the parser sees what was sent. */
export const addBodyParsers = (server: FastifyInstance): void => {
  server.removeAllContentTypeParsers();
  for (const [type, bodyLimit] of Object.entries(bodyLimits)) {
    const how = { parseAs: 'buffer', bodyLimit } as const;
    if (type === batchType) server.addContentTypeParser(type, how, parseBatch);
    else
      server.addContentTypeParser(type, how, (request: FastifyRequest, body: Buffer, done) =>
        done(null, parseJson(request, body)),
      );
  }
  // The handler reads streams and CSV files itself, line by line.
  for (const type of [streamType, csvType])
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  // Anything else is refused before its body is read; this parser only keeps Fastify from answering in its own words.
  server.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
};
