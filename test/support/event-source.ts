import http from 'node:http';

export interface ServerSentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: unknown;
  readonly atMs: number;
}

/** A reader of server-sent events; comments are passed over. */
export interface EventReader {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** All that came so far. */
  readonly events: readonly ServerSentEvent[];
  /** Until there are so many. */
  come(count: number): Promise<readonly ServerSentEvent[]>;
  close(): void;
}

const eventOf = (text: string, atMs: number): ServerSentEvent | undefined => {
  const fields = new Map(
    text.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]),
  );
  const data = fields.get('data');
  return data === undefined
    ? undefined
    : { id: fields.get('id') ?? '', event: fields.get('event') ?? '', data: JSON.parse(data), atMs };
};

export const readEvents = (
  port: number,
  path: string,
  key: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventReader> =>
  new Promise((resolve, reject) => {
    const request = http.get(
      {
        port,
        host: '127.0.0.1',
        path,
        agent: false,
        headers: { authorization: `Bearer ${key}`, ...headers },
      },
      (answer) => {
        const events: ServerSentEvent[] = [];
        let open = '';
        const waiting = new Set<() => void>();
        answer.on('error', () => undefined);
        answer.on('data', (part) => {
          const whole = (open + String(part)).split('\n\n');
          open = whole.pop() ?? '';
          events.push(...whole.flatMap((text) => eventOf(text, performance.now()) ?? []));
          for (const look of waiting) look();
        });
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers as Readonly<Record<string, string>>,
          events,
          come: (count) =>
            new Promise((come) => {
              const look = (): void => {
                if (events.length < count) return;
                waiting.delete(look);
                come(events);
              };
              waiting.add(look);
              look();
            }),
          close: () => request.destroy(),
        });
      },
    );
    request.once('error', reject);
  });
