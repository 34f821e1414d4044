import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ProblemDocument } from '#contract';
import { noteAnswer, noteSilence } from './reachability.client.js';

/** What the registry refused, or that it did not answer: `status` 0. */
export class RegistryProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: ProblemDocument | undefined,
  ) {
    super(problem?.detail ?? problem?.title ?? 'The registry does not answer.');
    this.name = 'RegistryProblem';
  }
}

/** Parameters of a question; what is undefined is not asked for, a list is a parameter that is repeated. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

export const addressOf = (path: string, parameters: Parameters = {}): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const each of typeof value === 'string' ? [value] : (value ?? [])) query.append(name, each);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
};

/** @throws RegistryProblem unless it is answered well */
const answerOf = async (address: string, accept: string, init: RequestInit = {}): Promise<Response> => {
  const answer = await fetch(address, {
    ...init,
    headers: { accept, ...init.headers },
    credentials: 'same-origin',
  }).catch(() => undefined);
  if (answer === undefined) {
    noteSilence();
    throw new RegistryProblem(0, undefined);
  }
  noteAnswer();
  if (answer.ok) return answer;
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  throw new RegistryProblem(
    answer.status,
    isProblem ? ((await answer.json()) as ProblemDocument) : undefined,
  );
};

/** Asks the registry that this page comes from; the session travels in a cookie that no script sees. */
export const askRegistry = async <Answer>(address: string, init: RequestInit = {}): Promise<Answer> => {
  const answer = await answerOf(address, 'application/json', init);
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
};

/** The same in another type, to be kept as a file. */
export const askFile = async (address: string, type: string): Promise<Blob> =>
  (await answerOf(address, type)).blob();

/** A list as a file, with names in a language, and the fact that it rests on. */
export const askList = async (
  address: string,
  type: string,
  language: string,
): Promise<{ readonly file: Blob; readonly seq: string | null }> => {
  const answer = await answerOf(address, type, { headers: { 'accept-language': language } });
  return { file: await answer.blob(), seq: answer.headers.get('xudai-basis-seq') };
};

export async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        if (rest !== '') yield rest;
        return;
      }
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    await reader.cancel();
  }
}

interface FirstLines<Item> {
  readonly most: number;
  /** Of the first one that is none of them, nor any after it. */
  readonly isPast?: (item: Item) => boolean;
}

/** The first of a list that comes as lines and may be of any length; no more of it is read. */
export const askFirstLines = async <Item>(
  address: string,
  { most, isPast = () => false }: FirstLines<Item>,
): Promise<readonly Item[]> => {
  const { body } = await answerOf(address, 'application/x-ndjson');
  const found: Item[] = [];
  if (body)
    for await (const line of linesOf(body)) {
      const item = JSON.parse(line) as Item;
      if (isPast(item)) break;
      found.push(item);
      if (found.length === most) break;
    }
  return found;
};

/** Hands a file to the browser, which keeps it where the person says. */
export const saveFile = (file: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
};

export const sendJson = <Answer>(
  method: 'POST' | 'PUT',
  address: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  askRegistry(address, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** Whether what was sent is new here, or was there like this already. */
export const askWhetherNew = async <Answer>(
  address: string,
  init: RequestInit,
): Promise<{ readonly isNew: boolean; readonly answer: Answer }> => {
  const answer = await answerOf(address, 'application/json', init);
  return { isNew: answer.status === 201, answer: (await answer.json()) as Answer };
};

/** Whether a definition was recorded as its next version, or stood like this already. */
export const putDefinition = async <Answer>(
  address: string,
  body: unknown,
): Promise<{ readonly isRecorded: boolean; readonly answer: Answer }> => {
  const { isNew, answer } = await askWhetherNew<Answer>(address, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { isRecorded: isNew, answer };
};

/** How often is asked anew where no events come. */
const againMs = 2_000;

const followedQuery = <Thing>(address: string) =>
  queryOptions({ queryKey: ['followed', address], queryFn: () => askRegistry<Thing>(address) });

/**
 * What goes on in the registry until it is over: as it stands, and then by the events of its `…/progress`. A break of the stream is
 * mended by the browser, which comes again; meanwhile it is asked for.
 */
export const useFollowed = <Thing>(address: string, isOver: (thing: Thing) => boolean) => {
  const client = useQueryClient();
  const [isStreamed, setStreamed] = useState(false);
  const query = useQuery({
    ...followedQuery<Thing>(address),
    refetchInterval: ({ state: { data } }) =>
      isStreamed || data === undefined || isOver(data as Thing) ? false : againMs,
  });
  const goesOn = query.data !== undefined && !isOver(query.data);
  useEffect(() => {
    if (!goesOn) return undefined;
    const { queryKey } = followedQuery<Thing>(address);
    const events = new EventSource(`${address}/progress`);
    events.addEventListener('progress', ({ data }: MessageEvent<string>) => {
      client.setQueryData(queryKey, JSON.parse(data) as never);
    });
    events.addEventListener('open', () => setStreamed(true));
    events.addEventListener('error', () => setStreamed(false));
    return () => {
      events.close();
      setStreamed(false);
    };
  }, [client, address, goesOn]);
  return query;
};
