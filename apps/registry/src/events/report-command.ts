import type { ICommand } from '@nestjs/cqrs';
import { DisburseCommand, ReturnDisbursementCommand } from '#bailout';
import { ReportIndicatorCommand } from '#indicators';
import type { IntakeDesk } from '#intake';
import {
  CancelLoanCommand,
  ClaimFirstTimeCommand,
  ExtendLoanCommand,
  IssueLoanCommand,
  OpenLoanCommand,
  ReclassifyLoanCommand,
  RenewLoanCommand,
  RepayLoanCommand,
  WriteOffLoanCommand,
} from '#loans';
import type { Report, ReportType } from '#reports';

type CommandOf<Type extends ReportType> = new (desk: IntakeDesk, report: Report<Type>) => ICommand;

/** Which capability decides on which report; the compiler asks for a line when a type is added. */
const commands: { readonly [Type in ReportType]: CommandOf<Type> } = {
  'loan.opened': OpenLoanCommand,
  'loan.issued': IssueLoanCommand,
  'loan.renewed': RenewLoanCommand,
  'loan.extended': ExtendLoanCommand,
  'loan.repaid': RepayLoanCommand,
  'loan.reclassified': ReclassifyLoanCommand,
  'loan.written-off': WriteOffLoanCommand,
  'loan.cancelled': CancelLoanCommand,
  'borrower.first-time-flagged': ClaimFirstTimeCommand,
  'bailout.disbursed': DisburseCommand,
  'bailout.returned': ReturnDisbursementCommand,
  'indicator.reported': ReportIndicatorCommand,
};

export const commandFor = (desk: IntakeDesk, report: Report): ICommand => {
  const CommandOfType = commands[report.type] as CommandOf<ReportType>;
  return new CommandOfType(desk, report);
};
