import { chmodSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { z } from 'zod';
import { isLoopback } from '#settings';
import { Failure, wrongUse, type ExitCode, exitCodes } from './failure.js';
import { makeFolders } from './made-folders.file.js';
import { type Output, textTable } from './output.process.js';

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

type Profiles = z.infer<typeof profilesShape>;

const profilesFile = (env: NodeJS.ProcessEnv = process.env): string =>
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
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (profile) return { name, ...profile };
  if (name === usualProfile) return { name, address: usualAddress, key: null };
  throw wrongUse(`There is no profile ${name}: xudai profile set ${name} --address URL`);
};

/** What is typed is not shown. */
const typedUnseen = async (question: string): Promise<string> => {
  process.stderr.write(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: unseen, terminal: true });
  try {
    return await reader.question('');
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
};

/** From a terminal, or the first line of what is piped in. */
const keyGiven = async (): Promise<string> => {
  if (process.stdin.isTTY) return (await typedUnseen('key: ')).trim();
  for await (const line of createInterface({ input: process.stdin })) return line.trim();
  return '';
};

/** An API key, or a token of a directory service: anything else was typed wrong, and would be refused each time. */
const keyForm = /^(xk_[a-z0-9]{4,32}_[A-Za-z0-9]{32,}|[\w-]+\.[\w-]+\.[\w-]+)$/;

/** A name that can be typed, and shown in a line. */
const nameForm = /^[A-Za-z0-9][\w.-]{0,63}$/;

const https = '--address takes a URL, as https://registry.example';

/** A key is sent with each question, so that whoever hears it on its way can use it. */
const checkAddress = (address: string, isInsecure: boolean): void => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) throw wrongUse(https);
  if (url.username !== '' || url.password !== '')
    throw wrongUse(`${https}; there is no name or password in it`);
  if (/[?#]/.test(address)) throw wrongUse(`${https}; nothing is asked in it after a ? or #`);
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !isInsecure)
    throw wrongUse(
      `${https}: over http a key travels in the clear; where nobody can listen on the way, --insecure says so. Nothing was kept.`,
    );
};

export interface ProfileOptions {
  readonly address: string;
  /** Over http beyond this machine all the same. */
  readonly insecure?: boolean;
  /** False: only what everybody may ask. */
  readonly key: boolean;
}

const checkedKey = async (): Promise<string> => {
  const key = await keyGiven();
  if (key === '')
    throw wrongUse('No key was given, and nothing was kept; --no-key sets a profile without one.');
  if (keyForm.test(key)) return key;
  throw wrongUse(
    'That is no key: it begins with xk_ and was shown once, when it was made. Nothing was kept.',
  );
};

export const setProfile = async (
  output: Output,
  name: string,
  { address, insecure = false, key: hasKey }: ProfileOptions,
): Promise<ExitCode> => {
  if (!nameForm.test(name))
    throw wrongUse('A profile has a name of 1 to 64 letters, digits and any of . _ - after the first.');
  checkAddress(address, insecure);
  const key = hasKey ? await checkedKey() : null;
  writeProfiles({ ...readProfiles(), [name]: { address, key } });
  output.answer({ name, address, hasKey }, () => [
    `profile ${name} is in ${profilesFile()}${hasKey ? '' : ', without a key'}`,
  ]);
  return exitCodes.done;
};

export const removeProfile = (output: Output, name: string): ExitCode => {
  const profiles = readProfiles();
  if (!Object.hasOwn(profiles, name)) throw wrongUse(`There is no profile ${name}.`);
  writeProfiles(Object.fromEntries(Object.entries(profiles).filter(([each]) => each !== name)));
  output.answer({ name, removed: true }, () => [`profile ${name} is removed`]);
  return exitCodes.done;
};

/** Never with a key. */
export const listProfiles = (output: Output): ExitCode => {
  const profiles = Object.entries(readProfiles()).map(([name, { address, key }]) => ({
    name,
    address,
    hasKey: key !== null,
  }));
  output.answer({ items: profiles }, () =>
    textTable(
      ['profile', 'address', 'key'],
      profiles.map(({ name, address, hasKey }) => [name, address, hasKey ? 'kept' : 'none']),
    ),
  );
  return exitCodes.done;
};

/** For a shell that completes them: nothing where the file cannot be read. */
export const listProfileNames = (): readonly string[] => Object.keys(readProfiles());
