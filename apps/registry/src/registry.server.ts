import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { FaultLines, OutageLines } from '#outages';
import type { Settings } from '#settings';
import type { Dependencies } from './dependencies.module.js';
import { RegistryModule } from './registry.module.js';
import { addAdmission } from './http/admission.server.js';
import { Admission } from './http/admission.js';
import { addBodyParsers } from './http/body-parsers.js';
import { Callers, KeyUse } from './http/callers.query.js';
import { ConnectionBounds } from './http/connection-bounds.js';
import { addGate } from './http/gate.js';
import { addAnswerHeaders, httpAdapter, refuseTunnels } from './http/http-adapter.server.js';
import { endSlowBodies, servePipelinedInTurn } from './http/arriving-requests.server.js';
import { canonicalTarget, KnownPaths } from './http/request-path.js';
import { RateLimit } from './http/rate-limit.js';
import { refuseWithoutRoom } from './http/storage-room.server.js';
import { serialiseLongAnswersInSlices } from './http/time-slices.js';
import { answerHalfClosed, endUnreadAnswers } from './http/unread-answers.server.js';
import { addRequestTimes } from './operations/metrics/counted-metrics.server.js';

type Level = 'debug' | 'warn' | 'error' | 'fatal';

/** Writes Nest's own messages to the registry's log. */
class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  /** Nest passes the context as the last parameter. Errors are logged as `err`, where the log withholds texts that may repeat a report. */
  private write(level: Level, message: unknown, more: readonly unknown[]): void {
    const context = more.findLast((each) => typeof each === 'string' && !each.includes('\n'));
    const err = [message, ...more].find((each) => each instanceof Error);
    this.logger[level](
      { ...(context === undefined ? {} : { context }), ...(err ? { err } : {}) },
      typeof message === 'string' ? message : 'Nest reports an error',
    );
  }
}

/** The registry's HTTP application, ready to listen. */
export const registryApplication = async (
  dependencies: Dependencies,
  settings: Pick<Settings, 'tls' | 'rateLimit' | 'trustProxy'>,
  logger: Logger,
  outages = new OutageLines(logger, () => performance.now()),
): Promise<NestFastifyApplication> => {
  const methodsAt = (target: string): readonly string[] =>
    application.get(KnownPaths).methodsOf(canonicalTarget(target));
  const application: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(
    RegistryModule.over(
      dependencies,
      {
        faults: new FaultLines(logger, () => performance.now()),
        outages,
        headroom: dependencies.headroom,
      },
      { isSecure: settings.tls !== undefined || settings.trustProxy, byProxy: settings.trustProxy },
    ),
    httpAdapter(settings, methodsAt),
    { bodyParser: false, logger: new NestLogger(logger), abortOnError: false },
  );
  const server = application.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const paths = application.get(KnownPaths);
  paths.listen(server);
  refuseTunnels(server.server, methodsAt);
  servePipelinedInTurn(server.server);
  addAnswerHeaders(server);
  if (dependencies.counted) addRequestTimes(server, dependencies.counted);
  addBodyParsers(server);
  endSlowBodies(server);
  answerHalfClosed(server.server, settings.tls !== undefined);
  endUnreadAnswers(server, settings.tls !== undefined);
  const { admission = new Admission() } = dependencies;
  const connections = new ConnectionBounds();
  connections.listen(server);
  dependencies.counted?.watch(admission);
  addGate(server, {
    clock: dependencies.clock,
    callers: application.get(Callers),
    use: new KeyUse(dependencies.pool, outages, dependencies.headroom, dependencies.clock),
    paths,
    admission,
    connections,
    ...(settings.rateLimit === undefined ? {} : { rateLimit: new RateLimit(settings.rateLimit) }),
    onTurnedAway: (kind) => dependencies.counted?.turnedAway(kind),
  });
  refuseWithoutRoom(server, dependencies.headroom);
  addAdmission(server);
  serialiseLongAnswersInSlices(server);
  await application.init();
  await server.ready();
  return application;
};
