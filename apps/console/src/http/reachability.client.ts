import { useSyncExternalStore } from 'react';

/* Whether the registry answers at all: noted by whatever asks it, and while it does not, asked again until it does. */

const againMs = 2_000;

let silentSince: number | undefined;
const pause = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms));

const listeners = new Set<() => void>();

const change = (since: number | undefined): void => {
  silentSince = since;
  for (const listener of listeners) listener();
};

/** Any answer, a refusal as well. */
export const noteAnswer = (): void => {
  if (silentSince !== undefined) change(undefined);
};

const answers = (): Promise<boolean> =>
  fetch('/healthz', { cache: 'no-store' }).then(
    () => true,
    () => false,
  );

/** Once there is an answer again. */
const untilAnswered = async (): Promise<void> => {
  while (!(await answers())) await pause(againMs);
  noteAnswer();
};

export const noteSilence = (): void => {
  if (silentSince !== undefined) return;
  change(Date.now());
  void untilAnswered();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** When it was first noted that the registry does not answer; undefined while it does. */
export const useSilentSince = (): number | undefined => useSyncExternalStore(subscribe, () => silentSince);

const reloadedKey = 'xudai.reloaded';
const reloadedForMs = 30_000;

/** Once: a page that was just loaded anew and lacks its part all the same is not loaded again. */
const mayReload = (): boolean => {
  const before = Number(sessionStorage.getItem(reloadedKey) ?? 0);
  sessionStorage.setItem(reloadedKey, String(Date.now()));
  return Date.now() - before > reloadedForMs;
};

/**
 * A part of the console, whose files are loaded when it is shown. While the registry does not answer it is waited for. Where it answers and
 * has the part no more, it has been replaced by another version, and the page is loaded anew.
 */
export const loadPart = async <Part>(load: () => Promise<Part>): Promise<Part> => {
  try {
    return await load();
  } catch {
    if (!(await answers())) {
      noteSilence();
      await untilAnswered();
    }
    return load().catch((cause: unknown) => {
      if (!mayReload()) throw new Error('A part of the console is missing.', { cause });
      location.reload();
      return new Promise<Part>(() => undefined);
    });
  }
};
