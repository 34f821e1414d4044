/*
 * Secrets may be given in files, as container platforms do, since an environment is shown by many tools and inherited by child processes:
 * `XUDAI_DATABASE_URL_FILE=/run/secrets/database-url` sets XUDAI_DATABASE_URL to the content of that file.
 */

export const secretSettings = [
  'XUDAI_DATABASE_URL',
  'XUDAI_DATABASE_OWNER_URL',
  'XUDAI_EVENT_STORE_URL',
  'XUDAI_BOOTSTRAP_KEY',
] as const;

export const fileSettingOf = (name: string): string => `${name}_FILE`;

/** Gives the text of a file, or throws. */
export type ReadFile = (file: string) => string;

interface Wrong {
  readonly name: string;
  readonly message: string;
}

export interface SecretsTaken {
  /** The settings, with secrets from files under the name of their setting. */
  readonly set: Readonly<Record<string, string>>;
  readonly wrong: readonly Wrong[];
  /** The variable that a setting came from: the one with `_FILE` where it came from a file. */
  readonly nameOf: (name: string) => string;
}

type Secret = { readonly text: string } | { readonly message: string };

/** The secret in a file of one line, with or without a line end. */
const secretIn = (file: string, readFile: ReadFile): Secret => {
  let text: string;
  try {
    text = readFile(file).replace(/\r?\n$/, '');
  } catch (error) {
    // The message does not repeat the path: somebody may have put the secret itself there.
    const code =
      typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no code';
    return { message: `its file cannot be read (${code})` };
  }
  if (text.trim() === '') return { message: 'its file is empty' };
  if (/[\r\n]/.test(text)) return { message: 'its file has more than one line' };
  return { text };
};

export const takeSecretsFromFiles = (
  set: Readonly<Record<string, string>>,
  readFile: ReadFile,
): SecretsTaken => {
  const taken = { ...set };
  const wrong: Wrong[] = [];
  const fromFiles = new Set<string>();
  for (const plain of secretSettings) {
    const name = fileSettingOf(plain);
    const file = set[name];
    if (file === undefined) continue;
    if (set[plain] !== undefined) {
      wrong.push({ name, message: `${plain} is set as well; only one of them may be` });
      continue;
    }
    fromFiles.add(plain);
    const secret = secretIn(file, readFile);
    if ('text' in secret) taken[plain] = secret.text;
    else wrong.push({ name, message: secret.message });
  }
  return { set: taken, wrong, nameOf: (name) => (fromFiles.has(name) ? fileSettingOf(name) : name) };
};
