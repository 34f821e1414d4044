import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { INestApplicationContext } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Gauge, Registry } from 'prom-client';
import type { Check } from '#contract';
import { ChecksQuery } from '#projections';
import { Submissions } from '#submissions';
import { inTime } from '#wake-up';
import { Readiness } from '../readiness.query.js';
import type { CountedMetrics } from './counted-metrics.server.js';
import { type GaugeName, gauges, type Sample, samplesOf, type SubmissionQueue } from './metric-samples.js';

/** Scrapers time out after some seconds. A value that is not read by then is left out. */
const readMs = 3_000;

/**
 * Shares one query among concurrent scrapes and bounds the time for it, so that queries to a database that hangs do not pile up. Undefined
 * where it fails or takes too long: the state says that the database does not answer.
 */
class BoundedRead<Value> {
  private reading: Promise<Value | undefined> | undefined;

  constructor(private readonly read: () => Promise<Value>) {}

  value(): Promise<Value | undefined> {
    this.reading ??= this.read()
      .catch(() => undefined)
      .finally(() => (this.reading = undefined));
    return inTime(this.reading, readMs, undefined);
  }
}

/** Every metric, in the text format of Prometheus. Concurrent scrapes share one text. */
class Scrape {
  static readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private making: Promise<string> | undefined;
  private readonly checks: BoundedRead<readonly Check[]>;
  private readonly files: BoundedRead<SubmissionQueue>;

  constructor(
    private readonly counted: CountedMetrics,
    private readonly readiness: Pick<Readiness, 'state'>,
    checks: () => Promise<readonly Check[]>,
    files: Pick<Submissions, 'queue'>,
  ) {
    this.checks = new BoundedRead(checks);
    this.files = new BoundedRead(() => files.queue());
  }

  text(): Promise<string> {
    return (this.making ??= this.made().finally(() => (this.making = undefined)));
  }

  private async made(): Promise<string> {
    const [state, checks = [], files] = await Promise.all([
      this.readiness.state(),
      this.checks.value(),
      this.files.value(),
    ]);
    const ofState = registryOf(samplesOf(state, checks, files));
    return `${await this.counted.registry.metrics()}\n${await ofState.metrics()}`;
  }
}

/** The metrics of a running registry. */
export const scrapeOf = (application: INestApplicationContext, counted: CountedMetrics): Scrape =>
  new Scrape(
    counted,
    application.get(Readiness, { strict: false }),
    () => application.get(QueryBus, { strict: false }).execute(new ChecksQuery()),
    application.get(Submissions, { strict: false }),
  );

const registryOf = (samples: readonly Sample[]): Registry => {
  const registry = new Registry();
  const byName = new Map<GaugeName, Gauge>();
  for (const { name, labels = {}, value } of samples) {
    const gauge = byName.get(name) ?? gaugeOf(name, registry);
    byName.set(name, gauge);
    gauge.set(labels, value);
  }
  return registry;
};

const gaugeOf = (name: GaugeName, registry: Registry): Gauge => {
  const { help, labels = [] } = gauges[name];
  return new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
};

/** Bounds for a scraper or two. */
const mostConnections = 16;
const requestMs = 5_000;
const idleMs = 65_000;

/** The port is in use, or this account may not listen on it. */
export class PortTaken extends Error {
  constructor(what: string, { host, port }: ListenAddress, cause: unknown) {
    super(`${what} on port ${port} of ${host}: another program has it, or this account may not.`, { cause });
    this.name = 'PortTaken';
  }
}

interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface MetricsServer {
  readonly port: number;
  /** Closes open connections too. */
  close(): Promise<void>;
}

/**
 * Answers `GET /metrics` on a port of its own, so that access can be restricted without a key.
 *
 * @throws PortTaken
 */
export const serveMetrics = async (
  address: ListenAddress,
  scrape: Pick<Scrape, 'text'>,
  logger: Logger,
): Promise<MetricsServer> => {
  const server = createServer(
    {
      requestTimeout: requestMs,
      headersTimeout: requestMs,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: idleMs,
      maxHeaderSize: 8_192,
    },
    (request, response) => void answer(request, response, scrape, logger),
  );
  server.maxConnections = mostConnections;
  server.setTimeout(idleMs);
  await listening(server, address);
  server.on('error', (error) => logger.warn({ err: error }, 'a connection for metrics was not taken'));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
};

const listening = (server: Server, address: ListenAddress): Promise<void> =>
  new Promise((listens, failed) => {
    server.once('error', (error) => failed(new PortTaken('Metrics cannot be served', address, error)));
    server.listen(address.port, address.host, listens);
  });

const answer = async (
  { url = '', method }: IncomingMessage,
  response: ServerResponse,
  scrape: Pick<Scrape, 'text'>,
  logger: Logger,
): Promise<void> => {
  const end = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): void => {
    // The body of another method is not read, so the connection cannot be used again.
    const more = method === 'GET' ? headers : { ...headers, connection: 'close' };
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...more });
    response.end(text);
  };
  if (url.split('?', 1)[0] !== '/metrics') return end(404, 'There is nothing but /metrics here.\n');
  if (method !== 'GET') return end(405, 'Only GET is answered.\n', { allow: 'GET' });
  try {
    end(200, await scrape.text(), { 'content-type': Scrape.contentType });
  } catch (error) {
    logger.error({ err: error }, 'metrics could not be read');
    end(500, 'The metrics cannot be read now.\n');
  }
};
