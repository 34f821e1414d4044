import { generate } from './generate/generate.js';

/* `xudai`: one command for people and jobs. Each of its commands reads its own arguments and gives the exit code. */

const commands: Readonly<Record<string, (args: readonly string[]) => number | Promise<number>>> = {
  generate,
};

const usage = `xudai COMMAND [--help]

  generate   write a made-up year of reports, with what it comes to

Exit codes: 0 done; 1 the answer is no; 2 usage; 3 a server cannot be reached.

Example: xudai generate --scale 0.01 --out year`;

const [name, ...args] = process.argv.slice(2);
const command = name === undefined ? undefined : commands[name];
if (command) process.exitCode = await command(args);
else if (name === '--help' || name === '-h') process.stdout.write(`${usage}\n`);
else {
  process.stderr.write(
    `${name === undefined ? usage : `xudai: there is no command of that name.\n${usage}`}\n`,
  );
  process.exitCode = 2;
}
