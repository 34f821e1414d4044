import { type DynamicModule, Global, Module } from '@nestjs/common';
import pg from 'pg';
import { Clock } from '#calendar';
import { SnapshotPool } from '#database';
import { FactSequence } from '#event-log';
import { Ledger } from '#recording';

/** Everything outside that the registry touches; a test gives its own. */
export interface World {
  readonly pool: SnapshotPool;
  readonly ledger: Ledger;
  readonly sequence: FactSequence;
  readonly clock: Clock;
}

@Global()
@Module({})
export class WorldModule {
  static of({ pool, ledger, sequence, clock }: World): DynamicModule {
    return {
      module: WorldModule,
      providers: [
        { provide: pg.Pool, useValue: pool },
        { provide: SnapshotPool, useValue: pool },
        { provide: Ledger, useValue: ledger },
        { provide: FactSequence, useValue: sequence },
        { provide: Clock, useValue: clock },
      ],
      exports: [pg.Pool, SnapshotPool, Ledger, FactSequence, Clock],
    };
  }
}
