import { readFileSync } from 'node:fs';
import { settingsIn, type SettingsResult } from './settings.js';

/** Reads every setting from the environment and from the files that it names for secrets. */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): SettingsResult =>
  settingsIn(env, (file) => readFileSync(file, 'utf8'));
