import type { ICommand } from '@nestjs/cqrs';
import { DisburseCommand, ReturnDisbursementCommand } from '#bailout';
import type { IntakeDesk } from '#intake';
import {
  CancelLoanCommand,
  IssueLoanCommand,
  OpenLoanCommand,
  RenewLoanCommand,
  RepayLoanCommand,
} from '#loans';
import type { Report, ReportType } from '#reports';

type CommandOf<Type extends ReportType> = new (desk: IntakeDesk, report: Report<Type>) => ICommand;

/** Which capability decides on which report; the compiler asks for a line when a type is added. */
const commands: { readonly [Type in ReportType]: CommandOf<Type> } = {
  'loan.opened': OpenLoanCommand,
  'loan.issued': IssueLoanCommand,
  'loan.renewed': RenewLoanCommand,
  'loan.repaid': RepayLoanCommand,
  'loan.cancelled': CancelLoanCommand,
  'bailout.disbursed': DisburseCommand,
  'bailout.returned': ReturnDisbursementCommand,
};

export const commandFor = (desk: IntakeDesk, report: Report): ICommand => {
  const CommandOfType = commands[report.type] as CommandOf<ReportType>;
  return new CommandOfType(desk, report);
};
