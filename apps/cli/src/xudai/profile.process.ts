import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
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

export const setProfile = async (
  output: Output,
  name: string,
  { address }: { readonly address: string },
): Promise<ExitCode> => {
  if (!URL.canParse(address)) throw wrongUse('--address takes a URL, as https://registry.example');
  const key = await keyGiven();
  if (key !== '' && !keyForm.test(key))
    throw wrongUse(
      'That is no key: it begins with xk_ and was shown once, when it was made. Nothing was kept.',
    );
  writeProfiles({ ...readProfiles(), [name]: { address, key: key === '' ? null : key } });
  output.answer({ name, address, hasKey: key !== '' }, () => [
    `profile ${name} is in ${profilesFile()}${key === '' ? ', without a key' : ''}`,
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
