import { type Measured } from './interleaved.js';
import { putUnderLoad } from './http-load.client.js';
import { reportsOf } from './report-stream.js';

const institution = 'C1010211000012';

/** A bank that sends reports as fast as they are answered. */
export interface BenchBank {
  /** To the route of the reports at this address, over so many connections. */
  send(base: string, connections: number, run: string): Promise<Measured>;
}

const posted = async (url: string, key: string, body: object): Promise<{ readonly key: string }> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { readonly key: string };
};

/** Registered, and given a key. */
export const benchBank = async (
  registry: string,
  administratorsKey: string,
  durationMs: number,
): Promise<BenchBank> => {
  await posted(`${registry}/v1/institutions`, administratorsKey, {
    code: institution,
    name: { zh: '基准', en: 'Bench' },
    kind: 'BANK',
  });
  const { key } = await posted(`${registry}/v1/keys`, administratorsKey, {
    role: 'bank',
    institution,
    label: 'bench',
  });
  return {
    send: (base, connections, run) =>
      putUnderLoad({
        url: `${base}/v1/events`,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/cloudevents+json' },
        connections,
        durationMs,
        nextBody: reportsOf(institution, run),
        expected: 201,
      }),
  };
};
