import { setMaxListeners } from 'node:events';
import type { FactoryProvider, OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type pg from 'pg';
import type { Headroom } from '#headroom';
import { Intake } from '#intake';
import type { Ledger } from '#recording';
import type { Signer } from '#signing';
import { decideSubmissions } from '#submissions';
import { WakeUp } from '#wake-up';
import type { FailureLogs } from '../http/problem-filter.server.js';

/** Wakes the worker when this process has received a file. */
export class FilesReceived extends WakeUp {}

type Deciding = Omit<Parameters<typeof decideSubmissions>[0], 'signal'>;

/**
 * Decides files in the background of a registry, through the same intake as other reports: with the slots of batches, round-robin with
 * other senders, and with less priority than single reports. Several registries share the work by institution.
 */
export class SubmissionWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stop = new AbortController();
  private working: Promise<void> | undefined;

  static by(
    {
      pool,
      ledger,
      headroom,
      signer,
    }: {
      readonly pool: pg.Pool;
      readonly ledger: Ledger;
      readonly headroom: Headroom;
      readonly signer: Signer;
    },
    { outages, faults }: FailureLogs,
  ): FactoryProvider<SubmissionWorker> {
    return {
      provide: SubmissionWorker,
      useFactory: (intake: Intake, received: FilesReceived) =>
        new SubmissionWorker({
          pool,
          ledger,
          signer,
          intake,
          received,
          hasRoom: () => headroom.mayWrite(performance.now()),
          onSetback: (error) => outages.setback(error, 'files go on a little later'),
          onDamaged: (error, file) => faults.fault(error, `the file ${file} was not decided to its end`),
        }),
      inject: [Intake, FilesReceived],
    };
  }

  private constructor(private readonly deciding: Deciding) {
    // The work of each institution listens to the signal.
    setMaxListeners(0, this.stop.signal);
  }

  onApplicationBootstrap(): void {
    this.working = decideSubmissions({ ...this.deciding, signal: this.stop.signal });
  }

  /** Reports that were recorded but not yet noted in the file's progress are recognised by the worker that continues. */
  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await this.working;
  }
}
