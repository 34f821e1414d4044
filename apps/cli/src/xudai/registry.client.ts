import type { z } from 'zod';
import type { problemShape } from '#contract';
import { exitCodes, Failure } from './failure.js';
import { plain } from './plain-text.js';
import { type Profile, usualProfile } from './profile.process.js';

type ProblemDocument = z.infer<typeof problemShape>;

/** The registry answered, and the answer is no. */
export class Refused extends Failure {
  constructor(
    readonly status: number,
    readonly problem: Partial<ProblemDocument>,
    /** Seconds after which it may be asked again; null where the answer does not say. */
    readonly retryAfter: number | null,
    /** What the caller can do about it. */
    hint?: string,
  ) {
    super([sentenceOf(status, problem), ...(hint === undefined ? [] : [hint])].join('\n'));
  }
}

/** Nobody answered, or the answer broke off. */
export class Unreachable extends Failure {
  constructor(address: string, cause: unknown) {
    super(`${address} cannot be reached (${reasonOf(cause)}).`, exitCodes.unreachable);
  }
}

/** What fetch says is one sentence for everything; the reason lies below. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return error.cause === undefined ? (code ?? error.message) : reasonOf(error.cause);
};

/** Each on its line, whatever was answered. */
const sentenceOf = (status: number, { title, detail, errors = [] }: Partial<ProblemDocument>): string =>
  [
    [`${status} ${title ?? 'The registry refused.'}`, detail].filter(Boolean).join(': '),
    ...errors.map(({ pointer, message, rule }) => `  ${[pointer, rule, message].filter(Boolean).join('  ')}`),
  ]
    .map((line) => plain(line))
    .join('\n');

const setAgain = (name: string | null): string => `xudai profile set ${name ?? 'NAME'} --address URL`;

const hintOf = ({ name, key }: Profile, status: number, path: string): string | undefined => {
  if (status === 404) return `  ${path}`;
  if (status === 403 && name !== null)
    return `The key of profile ${name} has another role, or is of another institution; --profile names another.`;
  if (status !== 401) return undefined;
  return key === null
    ? `Profile ${name ?? usualProfile} has no key: ${setAgain(name)} reads one.`
    : `The key of profile ${name ?? usualProfile} is none of this registry, has expired or was revoked: ${setAgain(name)} reads another.`;
};

/** A path with what is asked of it. */
export const pathWith = (path: string, query: URLSearchParams): string =>
  query.size === 0 ? path : `${path}?${query}`;

interface Asking {
  readonly body?: RequestInit['body'];
  readonly headers?: Readonly<Record<string, string>>;
}

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** One registry, asked with one key. */
export class RegistryClient {
  constructor(private readonly profile: Profile) {}

  get address(): string {
    return this.profile.address;
  }

  /** @throws Refused @throws Unreachable */
  async answer(method: string, path: string, { body, headers = {} }: Asking = {}): Promise<Response> {
    const { address, key } = this.profile;
    const sent = { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers };
    let answer: Response;
    try {
      answer = await fetch(new URL(path, address), {
        method,
        headers: sent,
        redirect: 'error',
        ...(body !== undefined && { body }),
      });
    } catch (error) {
      throw new Unreachable(address, error);
    }
    if (!answer.ok) throw await refused(answer, hintOf(this.profile, answer.status, path));
    return answer;
  }

  async get<Answer>(path: string): Promise<Answer> {
    return this.read<Answer>(await this.answer('GET', path));
  }

  async send<Answer>(method: 'POST' | 'PUT' | 'DELETE', path: string, content?: object): Promise<Answer> {
    const asking = content && {
      body: JSON.stringify(content),
      headers: { 'content-type': 'application/json' },
    };
    return this.read<Answer>(await this.answer(method, path, asking));
  }

  async read<Answer>(answer: Response): Promise<Answer> {
    return this.whole(async () => {
      const text = await answer.text();
      return (text === '' ? {} : JSON.parse(text)) as Answer;
    });
  }

  async text(path: string): Promise<string> {
    const answer = await this.answer('GET', path);
    return this.whole(() => answer.text());
  }

  /** What broke off is no answer. */
  private async whole<Read>(reading: () => Promise<Read>): Promise<Read> {
    try {
      return await reading();
    } catch (error) {
      throw new Unreachable(this.address, error);
    }
  }

  /** Page after page. */
  async *all<Item>(path: string): AsyncGenerator<Item> {
    const url = new URL(path, this.address);
    for (;;) {
      const { items, next } = await this.get<Page<Item>>(`${url.pathname}${url.search}`);
      yield* items;
      if (next === null) return;
      url.searchParams.set('cursor', next);
    }
  }

  async list<Item>(path: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    for await (const item of this.all<Item>(path)) items.push(item);
    return items;
  }

  /** Bytes as they come. */
  async *bytes(path: string, headers: Readonly<Record<string, string>> = {}): AsyncGenerator<Uint8Array> {
    const { body } = await this.answer('GET', path, { headers });
    try {
      for await (const chunk of body ?? []) yield chunk as Uint8Array;
    } catch (error) {
      throw new Unreachable(this.address, error);
    }
  }
}

const refused = async (answer: Response, hint: string | undefined): Promise<Refused> => {
  const after = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const problem = await answer.json().catch(() => ({}));
  return new Refused(
    answer.status,
    problem as Partial<ProblemDocument>,
    Number.isFinite(after) ? after : null,
    hint,
  );
};
