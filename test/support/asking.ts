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

/** The three banks, registered, each with a key, and a supervisor's key. */
export const threeBanksWithKeys = async (
  base: string,
): Promise<{ readonly supervisor: string; readonly keyOf: ReadonlyMap<string, string> }> => {
  const newKey = async (body: object): Promise<string> => {
    const { status, body: issued } = await ask(base, 'POST', '/v1/keys', {
      body: { label: 'test', ...body },
    });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(issued)}`);
    return String(issued['key']);
  };
  const keyOf = new Map<string, string>();
  for (const bank of [north, south, east]) {
    const body = { code: bank, name: { zh: bank, en: bank }, kind: 'BANK' };
    await ask(base, 'POST', '/v1/institutions', { body });
    keyOf.set(bank, await newKey({ role: 'bank', institution: bank }));
  }
  return { supervisor: await newKey({ role: 'supervisor' }), keyOf };
};
