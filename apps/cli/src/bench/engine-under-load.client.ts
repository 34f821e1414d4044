import type pg from 'pg';
import { migrate, withDatabase } from '#database';
import { type BenchBank, benchBank, type BenchEnvironment } from './bench-bank.client.js';
import { storeRowNames } from './event-store-figures.js';
import type { Subject } from './interleaved.js';
import { connected, headSeq, untilShown } from './owner.client.js';
import type { PostgresServer } from './processor-time.process.js';
import { answers, Projector, type RunningPrograms, started, withProcessorTime } from './programs.process.js';

/** A registry and its projector on one engine, with a database of their own. */
export interface Engine {
  readonly nameOf: (connections: number) => string;
  readonly registry: string;
  readonly programs: RunningPrograms;
  readonly bank: BenchBank;
  /** Of its database. */
  readonly owner: pg.Client;
}

/** Beside those that run on the event store: the like on PostgreSQL, over another database of the same server. */
export const engineOnPostgres = async ({
  appUrl,
  ownerUrl,
  bare,
  durationMs,
}: BenchEnvironment): Promise<Engine> => {
  const own = {
    XUDAI_DATABASE_URL: withDatabase(appUrl, 'bench_on_postgres'),
    XUDAI_DATABASE_OWNER_URL: withDatabase(ownerUrl, 'bench_on_postgres'),
  };
  await migrate({ appUrl: own.XUDAI_DATABASE_URL, ownerUrl: own.XUDAI_DATABASE_OWNER_URL });
  const env = {
    ...own,
    XUDAI_EVENT_STORE_URL: undefined,
    XUDAI_STREAM_PREFIX: undefined,
    XUDAI_PORT: new URL(bare).port,
  };
  const programs = { registry: started('registry', env), projector: new Projector(env) };
  programs.projector.start();
  await answers(bare);
  return {
    nameOf: storeRowNames.onPostgres,
    registry: bare,
    programs,
    bank: await benchBank(bare, process.env['XUDAI_BOOTSTRAP_KEY'] ?? '', durationMs),
    owner: await connected(own.XUDAI_DATABASE_OWNER_URL),
  };
};

/** The whole way of reports over so many connections, until they are projected; before it both engines are level. */
export const posting = (
  { nameOf, registry: address, programs, bank, owner }: Engine,
  connections: number,
  postgres: PostgresServer,
  bothLevel: () => Promise<void>,
): Subject => {
  let recorded = 0;
  return {
    name: nameOf(connections),
    prepare: bothLevel,
    measure: async (round) => {
      const before = await headSeq(owner);
      return withProcessorTime(
        { server: programs.registry, projector: programs.projector, postgres },
        async () => {
          const measured = await bank.send(address, connections, `c${connections}-${round}`);
          recorded = before + measured.count;
          return measured;
        },
        () => untilShown(owner, recorded),
      );
    },
  };
};
