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
import { type GaugeName, gauges } from './metric-names.js';
import { type Sample, samplesOf, type SubmissionQueue } from './state-samples.js';

/** Whoever scrapes gives up after some seconds; what is not there by then is left out. */
const lookMs = 3_000;

/** Of a database that hangs one answer is waited for, and not for long. Undefined where it fails: that it does not answer is in the state. */
class Looking<Found> {
  private looking: Promise<Found | undefined> | undefined;

  constructor(private readonly look: () => Promise<Found>) {}

  found(): Promise<Found | undefined> {
    this.looking ??= this.look()
      .catch(() => undefined)
      .finally(() => (this.looking = undefined));
    return inTime(this.looking, lookMs, undefined);
  }
}

/** Every metric, in the text format of Prometheus. Who asks while it is made is given the same. */
class Scrape {
  static readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private making: Promise<string> | undefined;
  private readonly checks: Looking<readonly Check[]>;
  private readonly files: Looking<SubmissionQueue>;

  constructor(
    private readonly counted: CountedMetrics,
    private readonly readiness: Pick<Readiness, 'state'>,
    checks: () => Promise<readonly Check[]>,
    files: Pick<Submissions, 'queue'>,
  ) {
    this.checks = new Looking(checks);
    this.files = new Looking(() => files.queue());
  }

  text(): Promise<string> {
    return (this.making ??= this.made().finally(() => (this.making = undefined)));
  }

  private async made(): Promise<string> {
    const [state, checks = [], files] = await Promise.all([
      this.readiness.state(),
      this.checks.found(),
      this.files.found(),
    ]);
    const ofState = registryOf(samplesOf(state, checks, files));
    return `${await this.counted.registry.metrics()}\n${await ofState.metrics()}`;
  }
}

/** Of a registry that runs. */
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

/** Bounds on who asks: it is a scraper or two, each with a request of a few lines. */
const mostConnections = 16;
const requestMs = 5_000;
const idleMs = 65_000;

/** The port is another program's, or not for this account. */
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
  /** Breaks off whoever is being answered. */
  close(): Promise<void>;
}

/**
 * Answers `GET /metrics` on a port of its own, so that it can be kept from strangers without a key.
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
    server.once('error', (error) => failed(new PortTaken('Metrics cannot be told', address, error)));
    server.listen(address.port, address.host, listens);
  });

const answer = async (
  { url = '', method }: IncomingMessage,
  response: ServerResponse,
  scrape: Pick<Scrape, 'text'>,
  logger: Logger,
): Promise<void> => {
  const end = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): void => {
    // A body that nobody reads would stand in the way of the next request.
    const more = method === 'GET' ? headers : { ...headers, connection: 'close' };
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...more });
    response.end(text);
  };
  if (url.split('?', 1)[0] !== '/metrics') return end(404, 'There is nothing but /metrics here.\n');
  if (method !== 'GET') return end(405, 'Only GET is answered.\n', { allow: 'GET' });
  try {
    end(200, await scrape.text(), { 'content-type': Scrape.contentType });
  } catch (error) {
    logger.error({ err: error }, 'metrics could not be told');
    end(500, 'The metrics cannot be told now.\n');
  }
};
