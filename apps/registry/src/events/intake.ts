import { CommandBus } from '@nestjs/cqrs';
import type { Principal } from '#access';
import type { StrictJsonElement } from '#canonical-json';
import { formatInstant, shanghaiDay } from '#calendar';
import { overlayOf } from '#event-log';
import {
  deciderOf,
  idTold,
  inItsTurn,
  readReport,
  RecordReportCommand,
  recordReport,
  RefusalsList,
  type ReportOutcome,
  type Sender,
} from '#intake';
import { problem } from '#problem-details';
import { Ledger, Turns } from '#recording';
import type { Report } from '#reports';
import { currentRules } from '#rules';
import { failureProblem } from '../http/failure-problem.js';
import type { FailureLogs } from '../http/problem-filter.js';
import { FairSlots } from '../http/fair-slots.js';
import { timeSlices } from '../http/time-slices.js';
import type { Answered } from './outcome-answers.js';
import { reportDeciders } from './report-deciders.js';

/** Reports that a dry run takes at most. */
const mostDryReports = 100_000;

/** Reports that are decided on at once; more would gain little, and what one of them waits for would come in long bursts. */
const decidedAtOnce = { all: 128, batchesBesideSingles: 3 };

/** Takes reports of one institution, single or many, and has each decided and recorded in its turn. */
export class Intake {
  private readonly turns = new Turns();
  private readonly slots = new FairSlots(decidedAtOnce);

  constructor(
    private readonly commands: CommandBus,
    private readonly ledger: Ledger,
    private readonly refusals: RefusalsList,
    private readonly logs: FailureLogs,
    private readonly onReported: (outcome: Answered) => void = () => undefined,
  ) {}

  /** Outcomes in the order of the reports; a refusal is listed before it is told. Many go to the log together. */
  async record(
    reports: readonly StrictJsonElement[],
    institution: string,
    { keyId }: Principal,
  ): Promise<readonly Answered[]> {
    const sender = { institution, actor: `key:${keyId}`, correlationId: null };
    const inBulk = reports.length > 1;
    const decide = async (report: Report): Promise<ReportOutcome> =>
      this.commands.execute(new RecordReportCommand(sender, report, inBulk));
    const outcomes = await this.each(reports, sender, this.turns, decide, async (outcome) => {
      if (outcome.outcome !== 'refused') return;
      const at = formatInstant(this.ledger.clock.now());
      await this.refusals.add({ at, institution, refused: outcome });
    });
    for (const outcome of outcomes) this.onReported(outcome);
    return outcomes;
  }

  /** As `record`, later reports seeing earlier ones, but over the log: nothing is written anywhere. */
  dryRun(
    reports: readonly StrictJsonElement[],
    institution: string,
    { keyId }: Principal,
  ): Promise<readonly Answered[]> {
    const overlay = overlayOf(this.ledger.log, this.ledger.index, { mostAppends: mostDryReports });
    const ledger = new Ledger(overlay.log, overlay.index, this.ledger.clock, {
      keep: 1_000,
      above: this.ledger,
    });
    const sender = { institution, actor: `key:${keyId}`, correlationId: null };
    const to = { ledger, log: ledger.log, rules: currentRules };
    const decide = (report: Report): Promise<ReportOutcome> =>
      recordReport(report, deciderOf(reportDeciders, report), sender, to);
    return this.each(reports, sender, new Turns(), decide, () => Promise.resolve());
  }

  /** Each report stands for itself: what fails with one leaves the others their outcome. Other requests have their turns between them. */
  private async each(
    reports: readonly StrictJsonElement[],
    { institution }: Sender,
    turns: Turns,
    decide: (report: Report) => Promise<ReportOutcome>,
    decided: (outcome: ReportOutcome) => Promise<void>,
  ): Promise<readonly Answered[]> {
    const today = shanghaiDay(this.ledger.clock.now());
    const owner = {
      sender: institution,
      kind: reports.length > 1 ? ('batches' as const) : ('singles' as const),
    };
    const inTurn = (report: Report): Promise<ReportOutcome> =>
      inItsTurn(turns, reportDeciders, institution, report, () =>
        this.slots.run(owner, () => decide(report)),
      );
    const answers: Promise<Answered>[] = [];
    for (const sent of reports) {
      await timeSlices.pause(`${owner.kind} ${institution}`);
      answers.push(this.answer(sent, { institution, today }, inTurn, decided));
    }
    return Promise.all(answers);
  }

  private async answer(
    sent: StrictJsonElement,
    { institution, today }: { readonly institution: string; readonly today: string },
    decide: (report: Report) => Promise<ReportOutcome>,
    decided: (outcome: ReportOutcome) => Promise<void>,
  ): Promise<Answered> {
    if (!sent.fits)
      return {
        outcome: 'failed',
        id: idTold(sent.name, today),
        problem: problem('too-large', { outcome: 'not-recorded' }),
      };
    const reading = readReport(sent.value(), institution, today);
    try {
      const outcome = reading.outcome === 'read' ? await decide(reading.report) : reading;
      await decided(outcome);
      return outcome;
    } catch (error) {
      return this.failed(error, reading.outcome === 'read' ? reading.report.id : reading.id);
    }
  }

  private failed(error: unknown, id: string | null): Answered {
    const foreseen = failureProblem(error);
    if (foreseen?.status === 507) this.logs.headroom.noteToldFull(performance.now());
    if (foreseen) this.logs.outages.outage(error, 'a report was not decided on');
    else this.logs.faults.fault(error, 'a report broke');
    return { outcome: 'failed', id, problem: foreseen ?? problem('internal', { outcome: 'unknown' }) };
  }
}
