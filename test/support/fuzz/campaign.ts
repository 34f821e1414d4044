import { type Document as Declared, driftOf } from '../open-api-drift.js';
import { randomOf } from './random.js';
import { exchange, type RawAnswer } from './raw-exchange.js';
import { type RawRequest, requestOf, type Surroundings } from './requests.js';

/* Many requests, each judged by the document and by what is promised of every error. */

interface Campaign {
  readonly port: number;
  readonly around: Omit<Surroundings, 'cursors'>;
  readonly seed: number;
  readonly count: number;
}

interface Findings {
  /** By status, how often it was answered. */
  readonly statuses: Readonly<Record<number, number>>;
  /** What is wrong, with the request in question. */
  readonly faults: readonly string[];
}

/** Requests under way at once. */
const side = 8;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Every error is a problem document that says its own status. */
const problemFaults = ({ status, headers, text }: RawAnswer, isHead: boolean): readonly string[] => {
  if (status < 400) return [];
  if (!headers['content-type']?.startsWith('application/problem+json')) return ['is no problem document'];
  if (isHead) return [];
  const { type, title, status: described } = (parsed(text) ?? {}) as Readonly<Record<string, unknown>>;
  return typeof type === 'string' && typeof title === 'string' && described === status
    ? []
    : ['is a problem document without its members'];
};

/** Whether the path is one of this template: steps that can be decoded, neither too long nor a way up. */
const isAt = (target: string, template: string): boolean => {
  try {
    const steps = (target.split('?', 1)[0] ?? '').split('/').map((step) => decodeURIComponent(step));
    const wanted = template.split('/');
    return (
      steps.length === wanted.length &&
      steps.every((step, at) =>
        wanted[at]?.startsWith('{')
          ? /^(?!\.{1,2}$)./s.test(step) && encodeURIComponent(step).length <= 500
          : step === wanted[at],
      )
    );
  } catch {
    return false;
  }
};

/** What another path or method leads to is no answer of the operation; a stranger is told nothing of it. */
const isOfOperation = ({ method, target, operation }: RawRequest, { status }: RawAnswer): boolean =>
  method.toLowerCase() === operation[0] && isAt(target, operation[1]) && status !== 404 && status !== 405;

const faultsOf = (document: Declared, request: RawRequest, answer: RawAnswer): readonly string[] => {
  const isHead = request.method === 'HEAD';
  const [method, path] = request.operation;
  const { status, headers, text } = answer;
  const contentType = headers['content-type'] ?? '';
  // Of lines each is one, and the first stands for all.
  const body = contentType.includes('json') ? parsed(text.split('\n', 1)[0] ?? '') : text;
  const isEmpty = contentType.includes('ndjson') && text === '';
  return [
    ...(status >= 100 && status < 600 && status !== 500 ? [] : ['broke']),
    ...problemFaults(answer, isHead),
    ...(isOfOperation(request, answer) && !isEmpty
      ? driftOf(document, { method, path, status, contentType, body, headers })
      : []),
  ];
};

const described = ({ method, target, headers, body }: RawRequest): string =>
  JSON.stringify({
    method,
    target: target.slice(0, 300),
    headers: headers
      .filter(([name]) => name !== 'authorization')
      .map((pair) => pair.join(': ').slice(0, 200)),
    body: body?.toString('latin1').slice(0, 600),
  });

export const fuzz = async ({ port, around, seed, count }: Campaign): Promise<Findings> => {
  const statuses: Record<number, number> = {};
  const faults: string[] = [];
  const cursors: string[] = [];
  const document = around.document as unknown as Declared;
  let at = 0;
  const send = async (index: number): Promise<void> => {
    const request = requestOf({ ...around, cursors }, randomOf(seed, index));
    try {
      const answer = await exchange(port, request);
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      const found = faultsOf(document, request, answer);
      if (found.length > 0)
        faults.push(
          `${index}: ${answer.status} ${found.join('; ')}: ${answer.text.slice(0, 300)} ${described(request)}`,
        );
      const next = /"next":"([\w.~-]+)"/.exec(answer.text)?.[1];
      if (next !== undefined) cursors[index % 50] = next;
    } catch (error) {
      faults.push(`${index}: ${String(error)} ${described(request)}`);
    }
  };
  const sender = async (): Promise<void> => {
    for (let index = at++; index < count; index = at++) await send(index);
  };
  await Promise.all(Array.from({ length: side }, sender));
  return { statuses, faults };
};
