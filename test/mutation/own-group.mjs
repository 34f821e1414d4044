/** Runs a program of Node, named with its arguments, in the process group that this one leads. When whoever began this is gone, all of the group end, also what loops. */
import { spawn } from 'node:child_process';

const parent = process.ppid;
const child = spawn(process.execPath, process.argv.slice(2), { stdio: 'inherit' });
child.once('exit', (code) => process.exit(code ?? 1));
setInterval(() => process.ppid !== parent && process.kill(-process.pid, 'SIGKILL'), 500).unref();
