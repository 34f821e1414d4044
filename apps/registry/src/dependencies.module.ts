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

/** Everything outside of the registry that it uses. A test passes its own. */
export interface Dependencies {
  readonly pool: SnapshotPool;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Free space where the database keeps its files. */
  readonly headroom: Headroom;
  readonly open: Pick<OpenLog, 'sequence' | 'positions' | 'state'>;
  /** Signs receipts; its public key is published. */
  readonly signer: Signer;
  /** Default: a new one. */
  readonly admission?: Admission;
  /** Absent where metrics are not served. */
  readonly counted?: CountedMetrics;
  /** How long a client may take nothing of a long answer. */
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
