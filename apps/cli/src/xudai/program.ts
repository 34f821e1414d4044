import { Command, Option } from 'commander';
import { type Commands, example, type OnRegistry } from './commands.js';
import { doctor, xudaiVersion } from './doctor.client.js';
import { type ExitCode, exitCodeWords } from './failure.js';
import { Output } from './output.process.js';
import { plainLines } from './plain-text.js';
import { listProfileNames, profileNamed, usualProfile } from './profile.process.js';
import { completionScript } from './completion.js';
import { addReportCommands } from './report-commands.js';
import { addProfileCommands, addRegisterCommands } from './administration-commands.js';
import { RegistryClient } from './registry.client.js';

/** `xudai`: one command for people and jobs. */

interface Shared {
  readonly profile: string;
  readonly json: boolean;
}

type Run = (args: readonly string[]) => ExitCode | Promise<ExitCode>;

export interface Running {
  readonly ended: Commands['ended'];
  /** Commands that read their own arguments, by name. */
  readonly others: Readonly<
    Record<string, { readonly summary: string; readonly options: readonly string[]; readonly run: Run }>
  >;
}

const words = `
Address and key are those of a profile: xudai profile set NAME --address URL reads the key and keeps it in a file that only you can read.
Without one, the registry on this machine is asked, at http://127.0.0.1:7080.`;

const outputOf = (command: Command): Output => new Output(command.optsWithGlobals<Shared>().json);

const registryOf = (command: Command): RegistryClient =>
  new RegistryClient(profileNamed(command.optsWithGlobals<Shared>().profile));

export const xudaiProgram = ({ ended, others }: Running): Command => {
  const program = new Command('xudai')
    .description('Reports of bank lending to small firms: sent, followed and proved.')
    .option('--profile <name>', 'which registry, and with which key', usualProfile)
    .option('--json', 'the answer as one JSON object', false)
    .version(xudaiVersion(), '--version', 'which version this is')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', words)
    .addHelpText('afterAll', `\n${exitCodeWords}`)
    .configureOutput({
      outputError: (text, write) => write(plainLines(text.replace(/^error: /, 'xudai: '))),
      // Errors are printed as a JSON object then.
      ...(process.argv.includes('--json') ? { writeErr: () => undefined } : {}),
    })
    .showHelpAfterError('With --help it says what it takes.')
    .exitOverride();

  const commands: Commands = {
    program,
    ended,
    outputOf,
    // Last of all a command is given itself.
    asked:
      <Given extends readonly unknown[]>(run: OnRegistry<Given>) =>
      async (...given: readonly unknown[]) => {
        const command = given.at(-1) as Command;
        const own = given.slice(0, -1) as readonly unknown[] as Given;
        ended(await run(registryOf(command), outputOf(command), ...own));
      },
  };

  for (const [name, { summary, run }] of Object.entries(others))
    program
      .command(name)
      .description(summary)
      .helpOption(false)
      .allowUnknownOption()
      .argument('[args...]')
      .action(async (args: readonly string[]) => {
        const own = args.filter((arg) => arg !== '--json');
        const isJson = own.length < args.length || program.opts<Shared>().json;
        ended(await run(isJson ? [...own, '--json'] : own));
      });
  addReportCommands(commands);
  addRegisterCommands(commands);
  addProfileCommands(commands);
  example(
    program
      .command('doctor')
      .description('look at what has to be well before anything works, and say what to do where it is not')
      .action(commands.asked(doctor)),
    'doctor --profile production',
  );
  example(
    program
      .command('completion')
      .description('a script that completes commands, options and their values in bash and zsh')
      .addOption(new Option('--profiles', 'names of profiles, for the script itself').hideHelp())
      .action(({ profiles }: { readonly profiles?: boolean }) => {
        const lines = profiles ? listProfileNames() : [completionScript(program, others)];
        process.stdout.write(lines.map((line) => `${line}\n`).join(''));
        ended(0);
      }),
    'completion > ~/.local/share/bash-completion/completions/xudai',
  );
  return program;
};
