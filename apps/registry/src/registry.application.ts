import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { KeyRing } from '#access';
import { FaultLines, OutageLines } from '#outages';
import type { Settings } from '#settings';
import { addBodyParsers } from './http/body-parsers.js';
import { addGate } from './http/gate.js';
import { httpAdapter } from './http/http-adapter.js';
import { KnownPaths } from './http/known-paths.js';
import { refuseWithoutRoom } from './http/storage-room.hook.js';
import { endUnreadAnswers } from './http/unread-answers.hook.js';
import { KeyUse } from './keys/key-use.js';
import { addRequestTimes } from './operations/metrics/request-times.hook.js';
import { NestLogger } from './operations/nest-logger.js';
import { RegistryModule } from './registry.module.js';
import type { World } from './world.module.js';

/** The registry over a world, ready to listen. */
export const registryApplication = async (
  world: World,
  settings: Pick<Settings, 'tls'>,
  logger: Logger,
  outages = new OutageLines(logger, () => performance.now()),
): Promise<NestFastifyApplication> => {
  const application = await NestFactory.create<NestFastifyApplication>(
    RegistryModule.over(world, {
      faults: new FaultLines(logger, () => performance.now()),
      outages,
      headroom: world.headroom,
    }),
    httpAdapter(settings),
    { bodyParser: false, logger: new NestLogger(logger), abortOnError: false },
  );
  const server = application.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const paths = application.get(KnownPaths);
  paths.listen(server);
  if (world.counted) addRequestTimes(server, world.counted);
  addBodyParsers(server);
  endUnreadAnswers(server, settings.tls !== undefined);
  const keys = application.get(KeyRing, { strict: false });
  addGate(server, keys, new KeyUse(world.pool, outages, world.headroom), paths);
  refuseWithoutRoom(server, world.headroom);
  await application.init();
  await server.ready();
  return application;
};
