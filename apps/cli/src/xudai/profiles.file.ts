import { chmodSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { Failure, wrongUse } from './failure.js';
import { makeFolders } from './made-folders.file.js';

/** Where a registry is, and with which key it is asked: kept in a file that only its owner can read, never on the command line. */
export interface Profile {
  /** Null: it was given otherwise. */
  readonly name: string | null;
  readonly address: string;
  /** Null: only what everybody may ask. */
  readonly key: string | null;
}

export const usualProfile = 'default';
const usualAddress = 'http://127.0.0.1:7080';

const profilesShape = z.record(z.string(), z.strictObject({ address: z.url(), key: z.string().nullable() }));

export type Profiles = z.infer<typeof profilesShape>;

export const profilesFile = (env: NodeJS.ProcessEnv = process.env): string =>
  path.join(env['XDG_CONFIG_HOME'] || path.join(os.homedir(), '.config'), 'xudai', 'profiles.json');

const textOf = (file: string): string | undefined => {
  try {
    // Whoever can read the file has the keys in it.
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw new Failure(`${file} can be read by others than its owner: chmod 600 ${file}`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** @throws Failure when others can read it, or it is no file of profiles */
export const readProfiles = (file = profilesFile()): Profiles => {
  const text = textOf(file);
  if (text === undefined) return {};
  const profiles = profilesShape.safeParse(parsed(text));
  if (!profiles.success) throw new Failure(`${file} is no file of profiles; remove it and set them again.`);
  return profiles.data;
};

/** At once, so that a file half written is never read. */
export const writeProfiles = (profiles: Profiles, file = profilesFile()): void => {
  makeFolders(path.dirname(file), 0o700);
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
};

/** @throws Failure for a name that was never set; the usual one is a registry on this machine, asked without a key */
export const profileNamed = (name: string, profiles = readProfiles()): Profile => {
  const profile = profiles[name];
  if (profile) return { name, ...profile };
  if (name === usualProfile) return { name, address: usualAddress, key: null };
  throw wrongUse(`There is no profile ${name}: xudai profile set ${name} --address URL`);
};
