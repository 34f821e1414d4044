import { createHash } from 'node:crypto';
import fastify, { type FastifyRequest } from 'fastify';
import { createPool } from '#database';
import { openPostgresLog } from '#event-log';
import { benchFact, insertPlainFact } from './appends.client.js';

/*
 * The same route in other places, in one program: what a registry is held against. Each reads and parses the report and answers.
 * /idle does nothing else. /floor also looks a key up, appends a fact of the report's size with the others that wait, and answers
 * once it is durable: no registry on this log can do less. /insert writes it by a statement and a commit of its own.
 */

const { env } = process;
const url = env['BARE_ROUTES_DATABASE_URL'] ?? '';
const pool = createPool(url, { max: 32, applicationName: 'xudai bench' });
const open = openPostgresLog({ pool, onSetback: (error) => console.error(error) });
const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');
const keys = new Set([digestOf(`Bearer ${env['BARE_ROUTES_KEY']}`)]);

const server = fastify({ bodyLimit: 64 * 1024 });
server.removeAllContentTypeParsers();
server.addContentTypeParser('application/cloudevents+json', { parseAs: 'string' }, (_request, body, done) =>
  done(null, JSON.parse(String(body))),
);

server.get('/healthz', (_request, reply) => {
  reply.send();
});

const idOf = (request: FastifyRequest): string => (request.body as { readonly id: string }).id;
const recorded = (id: string, position: string) => ({
  outcome: 'recorded',
  id,
  repeated: false,
  facts: [],
  position,
  flags: [],
});

server.post('/idle/v1/events', (request, reply) => {
  reply.status(201).send(recorded(idOf(request), '1'));
});
server.post('/floor/v1/events', async (request, reply) => {
  if (!keys.has(digestOf(request.headers.authorization ?? ''))) return reply.status(401).send();
  const { id, data } = request.body as { readonly id: string; readonly data: object };
  const facts = [benchFact(id, data)];
  const answer = await open.log.append({ stream: `floor-${id}`, expectedRevision: 'none', facts });
  if (answer.outcome !== 'appended') return reply.status(409).send();
  return reply.status(201).send(recorded(id, answer.position));
});
server.post('/insert/v1/events', async (request, reply) => {
  const id = idOf(request);
  await insertPlainFact(pool, id);
  return reply.status(201).send(recorded(id, '1'));
});
await server.listen({ port: Number(env['BARE_ROUTES_PORT']), host: '127.0.0.1' });
process.on('disconnect', () => process.exit(0));
