import type { ProblemDocument } from '#contract';

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

/** Asks the registry that this page comes from; the session travels in a cookie that no script sees. */
export const askRegistry = async <Answer>(address: string, init: RequestInit = {}): Promise<Answer> => {
  const answer = await fetch(address, {
    ...init,
    headers: { accept: 'application/json', ...init.headers },
    credentials: 'same-origin',
  }).catch(() => undefined);
  if (answer === undefined) throw new RegistryProblem(0, undefined);
  if (answer.ok) return (answer.status === 204 ? undefined : await answer.json()) as Answer;
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  throw new RegistryProblem(
    answer.status,
    isProblem ? ((await answer.json()) as ProblemDocument) : undefined,
  );
};

export const sendJson = <Answer>(method: 'POST' | 'PUT', address: string, body: unknown): Promise<Answer> =>
  askRegistry(address, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
