/** Members of answers that benchmarks look at. */
interface Answer {
  readonly key: string;
  readonly id: string;
  readonly status: string;
  readonly items: readonly (Readonly<Record<'institution' | 'loanId' | 'id' | 'status', string>> & Rebuilt)[];
}

/** Of a rebuild. */
interface Rebuilt {
  readonly differences: number | null;
  readonly completedAt: string | null;
}

/** Asks a registry with a key. */
export class Asking {
  constructor(
    private readonly base: string,
    private readonly key: string,
  ) {}

  /** @throws when the answer is an error */
  async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer> {
    const answer = await fetch(this.base + path, {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  }

  async keyOf(role: 'supervisor' | 'auditor'): Promise<string> {
    return (await this.ask('POST', '/v1/keys', { role, label: 'bench' })).key;
  }

  /** Registers a bank, and gives it a key. */
  async bank(institution: string): Promise<string> {
    const name = { zh: institution, en: institution };
    await this.ask('POST', '/v1/institutions', { code: institution, name, kind: 'BANK' });
    return (await this.ask('POST', '/v1/keys', { role: 'bank', institution, label: 'bench' })).key;
  }
}
