import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Principal } from '#access';
import { formatInstant, shanghaiDay } from '#calendar';
import { overlayOf } from '#event-log';
import { inItsTurn, IntakeDesk, readReport, RefusalsList, type ReportOutcome } from '#intake';
import { Ledger, Turns } from '#recording';
import { commandFor } from './report-command.js';

/** Takes reports of one institution, single or many, and has each decided and recorded in its turn. */
@Injectable()
export class Intake {
  private readonly turns = new Turns();

  constructor(
    private readonly commands: CommandBus,
    private readonly ledger: Ledger,
    private readonly refusals: RefusalsList,
  ) {}

  /** Outcomes in the order of the reports. */
  async record(
    reports: readonly unknown[],
    institution: string,
    { keyId }: Principal,
    correlationId: string | null,
  ): Promise<readonly ReportOutcome[]> {
    const desk = new IntakeDesk(this.ledger, { institution, actor: `key:${keyId}`, correlationId });
    const outcomes = await this.decide(reports, desk, this.turns);
    const at = formatInstant(this.ledger.clock.now());
    await Promise.all(
      outcomes.map((outcome) =>
        outcome.outcome === 'refused'
          ? this.refusals.add({ at, institution, refused: outcome })
          : Promise.resolve(),
      ),
    );
    return outcomes;
  }

  /** As `record`, later reports seeing earlier ones, but over the log: nothing is written anywhere. */
  dryRun(
    reports: readonly unknown[],
    institution: string,
    { keyId }: Principal,
  ): Promise<readonly ReportOutcome[]> {
    const overlay = overlayOf(this.ledger.log, this.ledger.reports);
    const above = new Ledger(overlay.log, overlay.index, this.ledger.clock, { keep: 1_000, above: this.ledger });
    const desk = new IntakeDesk(above, { institution, actor: `key:${keyId}`, correlationId: null });
    return this.decide(reports, desk, new Turns());
  }

  private decide(
    reports: readonly unknown[],
    desk: IntakeDesk,
    turns: Turns,
  ): Promise<readonly ReportOutcome[]> {
    const today = shanghaiDay(this.ledger.clock.now());
    return Promise.all(
      reports.map((value): Promise<ReportOutcome> => {
        const reading = readReport(value, desk.institution, today);
        if (reading.outcome !== 'read') return Promise.resolve(reading);
        return inItsTurn(turns, desk.institution, reading.report, () =>
          this.commands.execute(commandFor(desk, reading.report)),
        );
      }),
    );
  }
}
