import { afterAll, beforeAll } from '@jest/globals';
import { projected } from './projected.js';
import { issuedLoan } from './reports.js';
import { type RunningRegistry, runningRegistry } from './running-registry.js';
import { type Line, openStream } from './stream-client.js';

interface Loan {
  readonly id: string;
  readonly subject: string;
  readonly data: { readonly effectiveDate: string };
}

/** A registry with a bank that sends streams to it, for the specs of one file. */
export const streamingBank = () => {
  const bank = 'C1010211000012';
  let registry: RunningRegistry;
  let key: string;
  let port: number;
  let no = 0;
  beforeAll(async () => {
    registry = await runningRegistry();
    key = await registry.bank(bank);
    ({ port } = registry);
  });
  afterAll(() => registry.close());
  const open = (by = key, more: Parameters<typeof openStream>[2] = {}) => openStream(port, by, more);
  return {
    bank,
    ask: (...asked: Parameters<RunningRegistry['ask']>) => registry.ask(...asked),
    auditor: () => registry.keyFor('auditor'),
    key: () => key,
    port: () => port,
    projected: () => projected(registry),
    open,
    /** A new loan. */
    loan: (): Loan => issuedLoan(bank, `S${(no += 1)}`, 1) as unknown as Loan,
    /** All of the answer to a stream that is sent at once. */
    sent: async (
      text: string | Buffer,
      headers: Readonly<Record<string, string>> = {},
      path = '/v1/events',
    ): Promise<readonly Line[]> => {
      const stream = open(key, { path, headers });
      stream.request.end(text);
      return stream.rest();
    },
  };
};

export const lines = (...reports: readonly unknown[]): string =>
  reports.map((report) => `${typeof report === 'string' ? report : JSON.stringify(report)}\n`).join('');

export const summaryOf = (answer: readonly Line[]) => answer.at(-1)?.summary;
