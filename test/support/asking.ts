import { setTimeout as later } from 'node:timers/promises';
import { onceProjected } from './projected.js';
import { administratorsKey } from './running-registry.js';
import { east, north, south } from './three-banks.js';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AskingProcess {
  readonly key?: string;
  readonly body?: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a registry process over HTTP. */
export const ask = async (
  base: string,
  method: 'GET' | 'POST',
  path: string,
  { key = administratorsKey, body, type = 'application/json', headers = {} }: AskingProcess = {},
): Promise<Answer> => {
  const answer = await fetch(base + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': type }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
};

/** Until it is ready: what `/readyz` tells was read half a second ago at most, and followers need a moment. */
export const untilReady = async (base: string): Promise<void> => {
  for (const deadline = Date.now() + 30_000; ; await later(50)) {
    const { status, body } = await ask(base, 'GET', '/readyz');
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error(JSON.stringify(body));
  }
};

/** By the administrator. */
export const issuedKey = async (
  base: string,
  of: { readonly role: string; readonly institution?: string },
): Promise<string> => {
  const issued = await onceProjected(() => ask(base, 'POST', '/v1/keys', { body: { label: 'test', ...of } }));
  if (issued.status !== 201) throw new Error(`${issued.status} ${JSON.stringify(issued.body)}`);
  return String(issued.body['key']);
};

/** A bank, registered when it is not there, with a key. */
export const bankWithKey = async (base: string, code: string, more: object = {}): Promise<string> => {
  const body = { code, name: { zh: code, en: code }, kind: 'BANK', ...more };
  const registered = await onceProjected(() => ask(base, 'POST', '/v1/institutions', { body }));
  if (registered.status > 201) throw new Error(`${registered.status} ${JSON.stringify(registered.body)}`);
  return issuedKey(base, { role: 'bank', institution: code });
};

/** The three banks, registered, each with a key, and a supervisor's key. */
export const threeBanksWithKeys = async (
  base: string,
): Promise<{ readonly supervisor: string; readonly keyOf: ReadonlyMap<string, string> }> => {
  const keyOf = new Map<string, string>();
  for (const bank of [north, south, east]) keyOf.set(bank, await bankWithKey(base, bank));
  return { supervisor: await issuedKey(base, { role: 'supervisor' }), keyOf };
};
