import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { faultOfSigningKey } from '#signing';
import { given, settingsIn, type SettingsResult } from './settings.js';

/** A line for each setting that is wrong. */
type Faults = readonly string[];

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no code';

const faultOfReading = (name: string, file: string): Faults => {
  try {
    readFileSync(file);
    return [];
  } catch (error) {
    return [`${name}: its file cannot be read (${codeOf(error)})`];
  }
};

/** Checks certificate and key with the TLS implementation, before a port is opened. */
const faultOfPair = (certificate: string, key: string): Faults => {
  const [cert, secret] = [readFileSync(certificate), readFileSync(key)];
  const takes = (options: { readonly cert?: Buffer; readonly key?: Buffer }): boolean => {
    try {
      createSecureContext(options);
      return true;
    } catch {
      return false;
    }
  };
  const faults = [
    ...(takes({ cert }) ? [] : ['XUDAI_TLS_CERT_FILE: its file holds no certificate in PEM']),
    ...(takes({ key: secret })
      ? []
      : ['XUDAI_TLS_KEY_FILE: its file holds no private key in PEM without a password']),
  ];
  if (faults.length > 0 || takes({ cert, key: secret })) return faults;
  return ['XUDAI_TLS_KEY_FILE: its key is not that of the certificate'];
};

const faultsOfTls = (set: Readonly<Record<string, string>>): Faults => {
  const { XUDAI_TLS_CERT_FILE: certificate, XUDAI_TLS_KEY_FILE: key } = set;
  const unread = [
    ...(certificate === undefined ? [] : faultOfReading('XUDAI_TLS_CERT_FILE', certificate)),
    ...(key === undefined ? [] : faultOfReading('XUDAI_TLS_KEY_FILE', key)),
  ];
  return unread.length > 0 || certificate === undefined || key === undefined
    ? unread
    : faultOfPair(certificate, key);
};

const faultOfHeartbeat = (file: string): Faults => {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found && !found.isFile()) return ['XUDAI_HEARTBEAT_FILE: is there already, and is no file'];
    accessSync(found ? file : path.dirname(file), constants.W_OK);
    return [];
  } catch (error) {
    return [`XUDAI_HEARTBEAT_FILE: cannot be written (${codeOf(error)})`];
  }
};

const faultOfStorage = (folder: string): Faults => {
  try {
    return statSync(folder).isDirectory() ? [] : ['XUDAI_STORAGE_DIR: is no folder'];
  } catch (error) {
    return [`XUDAI_STORAGE_DIR: cannot be looked at (${codeOf(error)})`];
  }
};

const faultOfSigning = (set: Readonly<Record<string, string>>, usual: string | undefined): Faults => {
  const file = set['XUDAI_SIGNING_KEY_FILE'] ?? usual;
  const fault = file === undefined ? undefined : faultOfSigningKey(file);
  return fault === undefined ? [] : [`XUDAI_SIGNING_KEY_FILE: ${fault}`];
};

/** The faults of files that settings name. No message repeats a path. */
const faultsOfNamedFiles = (set: Readonly<Record<string, string>>): Faults => [
  ...faultsOfTls(set),
  ...(set['XUDAI_STORAGE_DIR'] === undefined ? [] : faultOfStorage(set['XUDAI_STORAGE_DIR'])),
  ...(set['XUDAI_HEARTBEAT_FILE'] === undefined ? [] : faultOfHeartbeat(set['XUDAI_HEARTBEAT_FILE'])),
];

/** Reads all settings from the environment and from the files that it names. All faults are reported at once. */
export const readSettings = (env: Readonly<Record<string, string | undefined>>): SettingsResult => {
  const read = settingsIn(env, (file) => readFileSync(file, 'utf8'));
  const set = given(env);
  const usualKey = read.outcome === 'settings' ? read.settings.signingKeyFile : undefined;
  const faults = [...faultsOfNamedFiles(set), ...faultOfSigning(set, usualKey)];
  if (faults.length === 0) return read;
  return { outcome: 'wrong', lines: [...(read.outcome === 'wrong' ? read.lines : []), ...faults] };
};
