import fastify from 'fastify';

/* The same route doing nothing: Fastify reads and parses the report and answers; no key, no decision, no log. */

const server = fastify({ bodyLimit: 64 * 1024 });
server.removeAllContentTypeParsers();
server.addContentTypeParser('application/cloudevents+json', { parseAs: 'string' }, (_request, body, done) =>
  done(null, JSON.parse(String(body))),
);
server.post('/v1/events', (request, reply) => {
  const { id } = request.body as { readonly id: string };
  reply.status(201).send({ outcome: 'recorded', id, repeated: false, facts: [], position: '1', flags: [] });
});
await server.listen({ port: Number(process.env['IDLE_ROUTE_PORT']), host: '127.0.0.1' });
process.on('disconnect', () => process.exit(0));
