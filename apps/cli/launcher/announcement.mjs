/** What the start prints for a person: the address, and on the first run the administrator's key and a link that signs in with it. */
import { say } from './say.mjs';

/** @typedef {(registry: { address: string, administratorKey: string | null, signIn: string | null }) => void} OnReady */

/**
 * The key comes before or after readiness, or the registry fails in between: whatever happens, it is shown,
 * and once.
 *
 * @param {string} address
 * @param {OnReady} onReady
 */
export function announcer(address, onReady) {
  /** @type {string | undefined} */
  let key;
  /** @type {string | undefined} */
  let link;
  let isReady = false;
  let isShown = false;
  const signIn = () => (link === undefined ? null : `${address}/console/sign-in#link=${link}`);
  const keyAtLeast = () => {
    if (key === undefined || isShown) return;
    isShown = true;
    say(`administrator's key, shown this once and kept nowhere: ${key}`);
    if (link !== undefined) say(`signs the administrator in, once, within 15 minutes: ${signIn()}`);
  };
  return {
    keyAtLeast,
    hear: (/** @type {any} */ message) => {
      key ??= message?.firstAdministratorKey;
      link ??= message?.signInLink;
      if (isReady) keyAtLeast();
    },
    ready: () => {
      isReady = true;
      say(`ready at ${address} (Ctrl-C stops it)`);
      keyAtLeast();
      onReady({ address, administratorKey: key ?? null, signIn: signIn() });
    },
  };
}
