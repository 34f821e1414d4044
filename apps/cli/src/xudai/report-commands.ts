import { type Command, InvalidArgumentError, Option } from 'commander';
import { facts, replay } from './reading.client.js';
import { example, type Commands } from './commands.js';

import { rebuild, status } from './operations.client.js';
import { progress } from './reading.client.js';
import { submit, template } from './submit/submit.client.js';

const seconds = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It takes whole seconds.');
  return Number(text);
};

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

const cut = (command: Command): Command =>
  command
    .option('--effective-as-of <day>', 'as of a day, YYYY-MM-DD; today unless given')
    .option('--known-at <place>', 'as known at a fact or an instant; now unless given');

const ofFiles = `
A CSV file holds reports of one type, one a line, in UTF-8. Its first line names the columns: xudai template TYPE shows them.
An NDJSON file holds one report a line, of any types, as they are sent one by one.
Beside each file: FILE.refusals.csv (or .ndjson), what is wrong with which line and what to do about it, as long as anything is refused; FILE.receipt.json.
A dry run writes FILE.dry-run.refusals.csv (or .ndjson) alone. A receipt of what the file held before is removed when it is submitted.
Mend the lines and submit the whole file again: what was recorded is not recorded twice.`;

/** What is sent, and what is read of it. */
export const addReportCommands = ({ program, asked }: Commands): void => {
  example(
    program
      .command('submit')
      .description(
        'send files of reports, wait until they are decided, and write what was refused beside them',
      )
      .argument('<paths...>', 'files in NDJSON or CSV, also as .gz, and folders of them')
      .option('--type <type>', 'of all lines of a CSV file, as loan.issued; xudai template lists them')
      .option('--dry-run', 'decide as if, and record nothing')
      .addOption(
        new Option(
          '--patience <seconds>',
          'how long a registry that has answered once, and does not any more, is waited for',
        )
          .default(600)
          .argParser(seconds),
      )
      .addHelpText('after', ofFiles)
      .action(asked(submit)),
    'submit --type loan.issued loans-2024-06-03.csv',
  );
  example(
    program
      .command('template')
      .description(
        'the columns of a CSV file of a type, with one line as an example; without a type, the types',
      )
      .argument('[type]', 'as bailout.disbursed')
      .action(asked(template)),
    'template bailout.disbursed > disbursements.csv',
  );
  example(
    program
      .command('status')
      .description('whether the registry records and shows, and up to which fact')
      .action(asked(status)),
    'status --json',
  );
  example(
    cut(program.command('progress').description('how far each target of a programme is'))
      .argument('<programme>')
      .option('--institution <code>', 'of one bank alone')
      .action(asked(progress)),
    'progress SH24 --effective-as-of 2024-06-30',
  );
  example(
    program
      .command('facts')
      .description('facts exactly as recorded, one JSON object a line (NDJSON), also with --json')
      .option('--from <seq>', 'first fact')
      .option('--to <seq>', 'last fact')
      .option('--stream <name>', 'of a stream; may be repeated', several)
      .option('--type <type>', 'of a type; may be repeated', several)
      .option('--institution <code>', 'of an institution; may be repeated', several)
      .action(asked(facts)),
    'facts --type LoanRenewed > renewals.ndjson',
  );
  example(
    cut(program.command('replay').description('fold all facts anew, and hold the figures shown against it'))
      .argument('<programme>')
      .action(asked(replay)),
    'replay SH24 --known-at 18842',
  );
  example(
    program
      .command('rebuild')
      .description('build a projection anew beside the live one, compare both, and switch')
      .argument('<projection>')
      .action(asked(rebuild)),
    'rebuild loan-book',
  );
};
