import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const packageFolder = (folder: string): string =>
  existsSync(path.join(folder, 'package.json')) ? folder : packageFolder(path.dirname(folder));

/** Of the package that this program is a part of, in a clone and elsewhere. */
export const xudaiVersion = (): string => {
  const manifest = path.join(packageFolder(import.meta.dirname), 'package.json');
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version;
};
