import { type DynamicModule, Global, Module } from '@nestjs/common';
import pg from 'pg';
import { Clock } from '#calendar';
import { SnapshotPool } from '#database';
import { FactSequence, type OpenLog, SequencePositions } from '#event-log';
import { Headroom } from '#headroom';
import { Ledger } from '#recording';
import type { Signer } from '#signing';
import type { Admission } from './http/admission.js';
import type { CountedMetrics } from './operations/metrics/counted-metrics.server.js';
import { LogHealth } from './operations/registry-state.js';
import { LogKey } from './published/published.controller.js';

/** Everything outside that the registry touches; a test gives its own. */
export interface Dependencies {
  readonly pool: SnapshotPool;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Whether there is room where the database keeps its files. */
  readonly headroom: Headroom;
  readonly open: Pick<OpenLog, 'sequence' | 'positions' | 'state'>;
  /** Signs what the registry says of itself. */
  readonly signer: Signer;
  /** Lets work in; one of its own unless given. */
  readonly admission?: Admission;
  /** Counts what happens, where metrics are told. */
  readonly counted?: CountedMetrics;
  /** How long a client is borne that takes nothing of a long answer; as usual unless given. */
  readonly readerPatienceMs?: number;
}

@Global()
@Module({})
export class DependenciesModule {
  static of({ pool, ledger, clock, open, headroom, signer }: Dependencies): DynamicModule {
    return {
      module: DependenciesModule,
      providers: [
        { provide: pg.Pool, useValue: pool },
        { provide: SnapshotPool, useValue: pool },
        { provide: Ledger, useValue: ledger },
        { provide: FactSequence, useValue: open.sequence },
        { provide: Clock, useValue: clock },
        { provide: SequencePositions, useValue: open.positions },
        { provide: Headroom, useValue: headroom },
        { provide: LogHealth, useValue: new LogHealth(() => open.state()) },
        { provide: LogKey, useValue: new LogKey(signer) },
      ],
      exports: [
        pg.Pool,
        SnapshotPool,
        Ledger,
        Clock,
        FactSequence,
        SequencePositions,
        Headroom,
        LogHealth,
        LogKey,
      ],
    };
  }
}
