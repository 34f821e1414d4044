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

/** Whoever waits for files to decide is woken by those that were received here. */
export class FilesReceived extends WakeUp {}

type Deciding = Omit<Parameters<typeof decideSubmissions>[0], 'signal'>;

/**
 * Decides files in the background of a registry, through the same intake as everything else that is sent: with the places that batches
 * have, round-robin with other senders, and behind single reports. Of several registries each takes files of institutions that no other
 * one is at.
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
    // Each institution whose files are decided waits with it.
    setMaxListeners(0, this.stop.signal);
  }

  onApplicationBootstrap(): void {
    this.working = decideSubmissions({ ...this.deciding, signal: this.stop.signal });
  }

  /** What was decided and not kept yet is found recorded by whoever goes on. */
  async onModuleDestroy(): Promise<void> {
    this.stop.abort();
    await this.working;
  }
}
