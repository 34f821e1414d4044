import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { isLoopback } from '#settings';
import { type ExitCode, exitCodes, wrongUse } from './failure.js';
import { type Output, textTable } from './output.process.js';
import { profilesFile, readProfiles, writeProfiles } from './profiles.file.js';

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
  const { [name]: removed, ...others } = readProfiles();
  if (!removed) throw wrongUse(`There is no profile ${name}.`);
  writeProfiles(others);
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
