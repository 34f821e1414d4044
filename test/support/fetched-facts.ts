import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { RunningRegistry } from './running-registry.js';

/** Begins to fetch all facts, and takes nothing of the body before it is asked to. */
export const beginToFetch = async (
  { port }: Pick<RunningRegistry, 'port'>,
  key: string,
): Promise<IncomingMessage> => {
  const asked = get({ port, path: '/v1/facts', headers: { authorization: `Bearer ${key}` }, agent: false });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
};

/** Reads to the end, or to where it breaks. */
export const readWhole = async (
  answer: IncomingMessage,
  onLines: (lines: number) => void = () => undefined,
): Promise<{ readonly complete: boolean; readonly lines: number }> => {
  let lines = 0;
  try {
    for await (const chunk of answer) {
      lines += String(chunk).split('\n').length - 1;
      onLines(lines);
    }
  } catch {
    return { complete: false, lines };
  }
  return { complete: answer.complete, lines };
};
