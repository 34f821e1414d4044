import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** One after another: where nothing can be made, as in /proc, `recursive` of mkdirSync never comes back. */
export const makeFolders = (folder: string, mode = 0o777): void => {
  if (existsSync(folder)) return;
  makeFolders(path.dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};
