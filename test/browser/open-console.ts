import { afterAll, beforeAll } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type RegistryOptions, type RunningRegistry, runningRegistry } from '../support/running-registry.js';
import { startBrowser } from './chromium.process.js';

/** What the journeys of a spec go through: there before its first, and gone after its last. */
export interface OpenConsole {
  readonly registry: RunningRegistry;
  readonly browser: Browser;
  readonly base: string;
}

/** A registry of its own with its console, and a browser; `prepare` makes what there is to be looked at. */
export const openConsole = (
  prepare: (registry: RunningRegistry) => Promise<void> = () => Promise.resolve(),
  options: RegistryOptions = {},
): OpenConsole => {
  const opened: { -readonly [Part in keyof OpenConsole]?: OpenConsole[Part] } = {};
  beforeAll(async () => {
    const [registry, browser] = await Promise.all([runningRegistry(options), startBrowser()]);
    Object.assign(opened, { registry, browser, base: await registry.application.getUrl() });
    await prepare(registry);
  }, 120_000);
  afterAll(async () => {
    await opened.browser?.close();
    await opened.registry?.close();
  });
  return opened as OpenConsole;
};
