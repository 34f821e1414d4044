import type { Command } from 'commander';
import { type Commands, example } from './commands.js';
import { listProfiles, type ProfileOptions, removeProfile, setProfile } from './profile.process.js';
import {
  issueKey,
  listInstitutions,
  listKeys,
  registerInstitution,
  reinstateInstitution,
  revokeKey,
  suspendInstitution,
} from './register.client.js';

export const addRegisterCommands = ({ program, asked }: Commands): void => {
  const keys = example(program.command('keys').description('keys of this registry'), 'keys list');
  example(keys.command('list').description('never their secrets').action(asked(listKeys)), 'keys list');
  example(
    keys
      .command('issue')
      .description('make a key; it is shown this once')
      .requiredOption('--role <role>', 'bank, supervisor, auditor or admin')
      .requiredOption('--label <text>', 'what it is for')
      .option('--institution <code>', 'whose, of a bank')
      .option('--expires-at <instant>', 'until when it is valid')
      .action(asked(issueKey)),
    'keys issue --role bank --institution C1010211000012 --label nightly',
  );
  example(
    keys
      .command('revoke')
      .description('it stops within five seconds everywhere')
      .argument('<id>')
      .action(asked(revokeKey)),
    'keys revoke k7f3',
  );

  const institutions = example(
    program.command('institutions').description('who reports'),
    'institutions list',
  );
  example(
    institutions.command('list').description('all that are registered').action(asked(listInstitutions)),
    'institutions list',
  );
  example(
    institutions
      .command('register')
      .description('let an institution report')
      .argument('<code>', 'its 14 characters')
      .requiredOption('--name-en <name>')
      .requiredOption('--name-zh <name>')
      .option('--kind <kind>', 'BANK, INSURER, GUARANTOR or AUTHORITY', 'BANK')
      .option('--reporting-from <day>', 'from when on it reports; today unless given')
      .action(asked(registerInstitution)),
    'institutions register C1010211000012 --name-en "Example Bank" --name-zh 示例银行',
  );
  example(
    institutions
      .command('suspend')
      .description('it may send nothing until it is reinstated; what is recorded stays')
      .argument('<code>')
      .requiredOption('--reason <text>')
      .action(asked(suspendInstitution)),
    'institutions suspend C1010211000012 --reason "under review"',
  );
  example(
    institutions
      .command('reinstate')
      .description('lift a suspension')
      .argument('<code>')
      .action(asked(reinstateInstitution)),
    'institutions reinstate C1010211000012',
  );
};

export const addProfileCommands = ({ program, ended, outputOf }: Commands): void => {
  const profile = example(
    program.command('profile').description('where registries are, and with which keys they are asked'),
    'profile list',
  );
  example(
    profile
      .command('set')
      .description('the key is read from the terminal, or from what is piped in')
      .argument('<name>')
      .requiredOption('--address <url>', 'https, or http on this machine')
      .option('--no-key', 'without one: only what everybody may ask')
      .option('--insecure', 'http to another machine, where nobody can listen on the way')
      .action(async (name: string, given: ProfileOptions, command: Command) =>
        ended(await setProfile(outputOf(command), name, given)),
      ),
    'profile set default --address http://127.0.0.1:7080 < key.txt',
  );
  example(
    profile
      .command('list')
      .description('never their keys')
      .action((_given: object, command: Command) => ended(listProfiles(outputOf(command)))),
    'profile list',
  );
  example(
    profile
      .command('remove')
      .description('with its key')
      .argument('<name>')
      .action((name: string, _given: object, command: Command) =>
        ended(removeProfile(outputOf(command), name)),
      ),
    'profile remove default',
  );
};
