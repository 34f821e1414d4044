import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { createPool, migrate, withDatabase } from '#database';
import { type OpenLog, openPostgresLog } from '#event-log';
import { PostgresServer } from './processor-time.process.js';
import { plainFacts, type Store, storeOf } from './appends.client.js';
import type { BenchBank, BenchEnvironment } from './bench-bank.client.js';
import type { Subject } from './interleaved.js';
import { openPeers } from './peers/stores.client.js';
import {
  answers,
  type Program,
  type RunningPrograms,
  started,
  withProcessorTime,
} from './programs.process.js';

/** A connection of the owner's, past the programs that are measured. */
export const connected = async (
  connectionString = process.env['XUDAI_DATABASE_OWNER_URL'] ?? '',
): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString, application_name: 'xudai bench' });
  await client.connect();
  return client;
};

/** The server at the other end. */
export const serverOf = async (client: pg.Client): Promise<PostgresServer> => {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return new PostgresServer(rows[0]?.pid ?? 0);
};

export const headSeq = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ head: number }>(
    'select coalesce(max(seq), 0)::float8 as head from facts',
  );
  return rows[0]?.head ?? 0;
};

/** Until all that was recorded is shown; `atLeast` facts, where some have yet to be put in order. */
export const untilShown = async (client: pg.Client, atLeast = 0): Promise<void> => {
  for (;;) {
    const { rows } = await client.query<{ behind: boolean }>(
      'select min(seq) < greatest((select max(seq) from facts), $1::bigint) as behind from projection_checkpoints',
      [atLeast],
    );
    if (!rows[0]?.behind) return;
    await pause(100);
  }
};

/** A database of its own on the server, whose log nobody follows: a projector would still go through it while other rows are measured. */
interface OwnDatabase {
  readonly appUrl: string;
  readonly ownerUrl: string;
  /** Its owner's connection. */
  readonly owner: pg.Client;
}

const ownDatabase = async (environment: BenchEnvironment): Promise<OwnDatabase> => {
  const appUrl = withDatabase(environment.appUrl, 'bench_log');
  const ownerUrl = withDatabase(environment.ownerUrl, 'bench_log');
  await migrate({ appUrl, ownerUrl });
  const owner = await connected(ownerUrl);
  await owner.query(plainFacts);
  await owner.query('create table copied (like facts including all)');
  return { appUrl, ownerUrl, owner };
};

interface Parts {
  readonly environment: BenchEnvironment;
  readonly bank: BenchBank;
  readonly programs: RunningPrograms & { readonly bareRoutes: Program };
  /** Of the database of the registry. */
  readonly owner: pg.Client;
  readonly own: OwnDatabase;
  readonly postgres: PostgresServer;
  readonly log: OpenLog;
  readonly pool: pg.Pool;
  readonly peers: readonly Store[];
}

/** All that is measured on one server of PostgreSQL, and how processor time is counted for it. */
export class PostgresBench {
  /** Ours first. */
  readonly stores: readonly Store[];

  private constructor(readonly parts: Parts) {
    const { log, peers } = parts;
    this.stores = [{ name: 'our log', ...storeOf(log.log), close: () => log.close() }, ...peers];
  }

  static async prepared(
    environment: BenchEnvironment,
    bank: BenchBank,
    running: RunningPrograms,
  ): Promise<PostgresBench> {
    const owner = await connected(environment.ownerUrl);
    const own = await ownDatabase(environment);
    const bareRoutes = started('bare-routes', {
      BARE_ROUTES_DATABASE_URL: own.appUrl,
      BARE_ROUTES_KEY: bank.key,
      BARE_ROUTES_PORT: new URL(environment.bare).port,
    });
    await answers(environment.bare);
    const pool = createPool(own.appUrl, { max: 32, applicationName: 'xudai bench' });
    const log = openPostgresLog({ pool, onSetback: (error) => console.error(error) });
    const peers = await openPeers(owner, environment.ownerUrl);
    const postgres = await serverOf(owner);
    const programs = { ...running, bareRoutes };
    return new PostgresBench({ environment, bank, programs, owner, own, postgres, log, pool, peers });
  }

  /** Measured while the projector follows, and is level at the beginning, after what else it needs. */
  following(
    name: string,
    server: Program | undefined,
    measure: Subject['measure'],
    needed?: Subject['prepare'],
  ): Subject {
    const prepare = async (round: number): Promise<void> => {
      this.parts.programs.projector.start();
      await this.untilProjected();
      await needed?.(round);
      await this.untilProjected();
    };
    return { name, prepare, measure: this.counted(server, measure) };
  }

  /** Measured without a projector, after what else it needs. */
  alone(
    name: string,
    server: Program | undefined,
    measure: Subject['measure'],
    needed?: Subject['prepare'],
  ): Subject {
    const prepare = async (round: number): Promise<void> => {
      await this.parts.programs.projector.stop();
      await needed?.(round);
    };
    return { name, prepare, measure: this.counted(server, measure) };
  }

  untilProjected(): Promise<void> {
    return untilShown(this.parts.owner);
  }

  async close(): Promise<void> {
    const { programs, pool, owner, own } = this.parts;
    await programs.bareRoutes.stop();
    for (const store of this.stores) await store.close();
    await Promise.all([pool.end(), owner.end(), own.owner.end()]);
  }

  /** With the processor time of all that take part, until what was done is also projected. */
  private counted(server: Program | undefined, measure: Subject['measure']): Subject['measure'] {
    const { programs, postgres } = this.parts;
    const { projector } = programs;
    return (round) =>
      withProcessorTime(
        { server, projector, postgres },
        () => measure(round),
        () => this.untilProjected(),
      );
  }
}
