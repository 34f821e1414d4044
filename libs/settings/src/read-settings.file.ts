import { readFileSync } from 'node:fs';
import { faultsOfNamedFiles } from './named-files.file.js';
import { given, settingsIn, type SettingsResult } from './settings.js';

/** Reads every setting from the environment and from the files that it names. All that is wrong is told at once. */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): SettingsResult => {
  const read = settingsIn(env, (file) => readFileSync(file, 'utf8'));
  const faults = faultsOfNamedFiles(given(env));
  if (faults.length === 0) return read;
  return { outcome: 'wrong', lines: [...(read.outcome === 'wrong' ? read.lines : []), ...faults] };
};
