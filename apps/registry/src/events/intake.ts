import { CommandBus } from '@nestjs/cqrs';
import type { Principal } from '#access';
import { formatInstant, shanghaiDay } from '#calendar';
import { overlayOf } from '#event-log';
import { inItsTurn, IntakeDesk, readReport, RefusalsList, type ReportOutcome } from '#intake';
import { problem } from '#problem-details';
import { Ledger, Turns } from '#recording';
import type { Report } from '#reports';
import { bodyLimitOf } from '../http/body-parsers.js';
import { failureProblem } from '../http/failure-problem.js';
import type { FailureLogs } from '../http/problem-filter.js';
import type { Answered } from './outcome-answers.js';
import { commandFor } from './report-command.js';

/** Reports that a dry run takes at most. */
const mostDryReports = 100_000;

/** Alone its body would have been refused; in a batch, one of many, it is as well. */
const isTooLarge = (report: unknown): boolean =>
  Buffer.byteLength(JSON.stringify(report)) > bodyLimitOf('application/cloudevents+json');

/** Takes reports of one institution, single or many, and has each decided and recorded in its turn. */
export class Intake {
  private readonly turns = new Turns();

  constructor(
    private readonly commands: CommandBus,
    private readonly ledger: Ledger,
    private readonly refusals: RefusalsList,
    private readonly logs: FailureLogs,
    private readonly onReported: (outcome: Answered) => void = () => undefined,
  ) {}

  /** Outcomes in the order of the reports; a refusal is listed before it is told. Many go to the log together. */
  async record(
    reports: readonly unknown[],
    institution: string,
    { keyId }: Principal,
  ): Promise<readonly Answered[]> {
    const { log, bulk } = this.ledger;
    const sender = { institution, actor: `key:${keyId}`, correlationId: null };
    const desk = new IntakeDesk(this.ledger, sender, reports.length > 1 ? bulk : log);
    const outcomes = await this.each(reports, desk, this.turns, async (outcome) => {
      if (outcome.outcome !== 'refused') return;
      const at = formatInstant(this.ledger.clock.now());
      await this.refusals.add({ at, institution, refused: outcome });
    });
    for (const outcome of outcomes) this.onReported(outcome);
    return outcomes;
  }

  /** As `record`, later reports seeing earlier ones, but over the log: nothing is written anywhere. */
  dryRun(
    reports: readonly unknown[],
    institution: string,
    { keyId }: Principal,
  ): Promise<readonly Answered[]> {
    const overlay = overlayOf(this.ledger.log, this.ledger.index, { mostAppends: mostDryReports });
    const above = new Ledger(overlay.log, overlay.index, this.ledger.clock, {
      keep: 1_000,
      above: this.ledger,
    });
    const desk = new IntakeDesk(above, { institution, actor: `key:${keyId}`, correlationId: null });
    return this.each(reports, desk, new Turns(), () => Promise.resolve());
  }

  /** Each report stands for itself: what fails with one leaves the others their outcome. */
  private each(
    reports: readonly unknown[],
    desk: IntakeDesk,
    turns: Turns,
    decided: (outcome: ReportOutcome) => Promise<void>,
  ): Promise<readonly Answered[]> {
    const today = shanghaiDay(this.ledger.clock.now());
    return Promise.all(
      reports.map(async (value): Promise<Answered> => {
        const reading = readReport(value, desk.institution, today);
        const id = reading.outcome === 'read' ? reading.report.id : reading.id;
        if (isTooLarge(value))
          return { outcome: 'failed', id, problem: problem('too-large', { outcome: 'not-recorded' }) };
        try {
          const outcome =
            reading.outcome === 'read' ? await this.decide(reading.report, desk, turns) : reading;
          await decided(outcome);
          return outcome;
        } catch (error) {
          return this.failed(error, id);
        }
      }),
    );
  }

  private decide(report: Report, desk: IntakeDesk, turns: Turns): Promise<ReportOutcome> {
    return inItsTurn(turns, desk.institution, report, () => this.commands.execute(commandFor(desk, report)));
  }

  private failed(error: unknown, id: string | null): Answered {
    const foreseen = failureProblem(error);
    if (foreseen?.status === 507) this.logs.headroom.noteToldFull(performance.now());
    if (foreseen) this.logs.outages.outage(error, 'a report was not decided on');
    else this.logs.faults.fault(error, 'a report broke');
    return { outcome: 'failed', id, problem: foreseen ?? problem('internal', { outcome: 'unknown' }) };
  }
}
