import { generateKeyPairSync } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import request, { type Response } from 'supertest';
import { type Clock, systemClock } from '#calendar';
import { createPool } from '#database';
import { openLog } from '#event-log';
import { Headroom, recordingLimits } from '#headroom';
import { loadShippedDefinitions } from '#programmes';
import type { Projection } from '#projections';
import { ensureFirstAdministrator } from '#access';
import { Ledger } from '#recording';
import { testDatabase, type TestDatabase } from '#testing';
import type { CountedMetrics } from '../../apps/registry/src/operations/metrics/counted-metrics.server.js';
import { registryApplication } from '../../apps/registry/src/registry.server.js';
import { onceProjected } from './projected.js';
import { followEverything } from './following.js';

export const administratorsKey = `xk_boot_${'a1'.repeat(16)}`;

export const cloudEvent = 'application/cloudevents+json';
export const cloudEventBatch = 'application/cloudevents-batch+json';

interface Asking {
  readonly key?: string | null;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole registry over a database of its own: the real application, and followers as the projector runs them. */
export interface RunningRegistry {
  readonly application: NestFastifyApplication;
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  readonly ownerUrl: string;
  readonly appUrl: string;
  ask(method: 'get' | 'post' | 'put' | 'delete', path: string, asking?: Asking): Promise<Response>;
  /** A bank with a key: registers it when it is not there. */
  bank(code: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
  keyFor(role: 'supervisor' | 'auditor' | 'admin'): Promise<string>;
  close(): Promise<void>;
}

export interface RegistryOptions {
  readonly clock?: Clock;
  /** The log lives in the database, unless an event store is named. */
  readonly eventStore?: { readonly url: string; readonly prefix: string };
  /** One that is there already, and stays; else one of its own. */
  readonly database?: Pick<TestDatabase, 'appUrl' | 'ownerUrl'>;
  /** Whether there is room to write; nothing is measured unless it is given. */
  readonly headroom?: Headroom;
  /** What becomes of each projection before it is followed, for a planted fault or another version. */
  readonly shippedAs?: (projection: Projection) => Projection;
  /** Served over HTTPS by this certificate; in the clear unless given. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** Requests a second of each key; none unless given. */
  readonly rateLimit?: number;
  /** Counts what happens, for who tells metrics. */
  readonly counted?: CountedMetrics;
  /** How long a client is borne that takes nothing of a long answer. */
  readonly readerPatienceMs?: number;
}

export const runningRegistry = async ({
  clock = systemClock,
  eventStore,
  database: given,
  shippedAs = (projection) => projection,
  counted,
  headroom = new Headroom(recordingLimits),
  tls,
  rateLimit,
  readerPatienceMs,
}: RegistryOptions = {}): Promise<RunningRegistry> => {
  const database: TestDatabase = given ? { ...given, drop: async () => undefined } : await testDatabase();
  const pool = createPool(database.appUrl, { max: 20, applicationName: 'xudai test' });
  const open = await openLog({ pool, eventStore, onSetback: () => undefined });
  const ledger = new Ledger(open.log, open.index, clock, { bulk: open.bulk, sequenced: open.sequenced });
  await ensureFirstAdministrator(ledger, administratorsKey);
  await loadShippedDefinitions(ledger);
  const logger = pino({ level: 'silent' });
  const signer = { name: 'xudai', ...generateKeyPairSync('ed25519') };
  const application = await registryApplication(
    {
      pool,
      ledger,
      clock,
      open,
      headroom,
      signer,
      ...(counted && { counted }),
      ...(readerPatienceMs !== undefined && { readerPatienceMs }),
    },
    { tls, trustProxy: false, rateLimit },
    logger,
  );
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const following = followEverything({
    pool,
    open,
    clock,
    prefix: eventStore?.prefix,
    shippedAs,
    signal: stop.signal,
  });
  await application.listen(0, '127.0.0.1');
  const { port } = application.getHttpServer().address() as { readonly port: number };

  const ask: RunningRegistry['ask'] = (
    method,
    path,
    { key = administratorsKey, body, type, headers = {} } = {},
  ) => {
    let asked = request(application.getHttpServer())[method](path);
    if (tls) asked = asked.disableTLSCerts();
    if (key !== null) asked = asked.set('authorization', `Bearer ${key}`);
    for (const [name, value] of Object.entries(headers)) asked = asked.set(name, value);
    if (body === undefined) return asked;
    const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    return asked.set('content-type', type ?? 'application/json').send(text);
  };
  const newKey = async (body: object): Promise<string> => {
    const issued = await onceProjected(() => ask('post', '/v1/keys', { body: { label: 'test', ...body } }));
    if (issued.status !== 201) throw new Error(`${issued.status} ${issued.text}`);
    return issued.body.key as string;
  };
  return {
    application,
    port,
    ownerUrl: database.ownerUrl,
    appUrl: database.appUrl,
    ask,
    bank: async (code, more = {}) => {
      const body = { code, name: { zh: code, en: code }, kind: 'BANK', ...more };
      const registered = await onceProjected(() => ask('post', '/v1/institutions', { body }));
      if (registered.status > 201) throw new Error(`${registered.status} ${registered.text}`);
      return newKey({ role: 'bank', institution: code });
    },
    keyFor: (role) => newKey({ role }),
    close: async () => {
      stop.abort();
      await Promise.all(following);
      await application.close();
      await open.close();
      await pool.end();
      await database.drop();
    },
  };
};
