import { ask } from '../asking.js';
import { issuedLoan } from '../reports.js';
import { cloudEvent } from '../running-registry.js';

/** Good reports of one bank, one after another, every fifth a second time; until it is told to stop. */
export interface SteadySender {
  /** What was answered other than 201, or 200 to a repetition. */
  readonly wrong: readonly string[];
  /** Loans that were reported. */
  stop(): Promise<number>;
}

const pauseMs = 20;

export const steadySender = (base: string, key: string, bank: string): SteadySender => {
  const wrong: string[] = [];
  let stopped = false;
  let sent = 0;
  const send = async (loan: number, expected: number): Promise<void> => {
    const body = issuedLoan(bank, `S${loan}`, loan % 1_000);
    const answer = await ask(base, 'POST', '/v1/events', { key, type: cloudEvent, body });
    if (answer.status !== expected) wrong.push(`S${loan}: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  const sending = (async (): Promise<void> => {
    while (!stopped) {
      sent += 1;
      await send(sent, 201);
      if (sent % 5 === 0) await send(sent, 200);
      await new Promise((later) => setTimeout(later, pauseMs));
    }
  })();
  return {
    wrong,
    stop: async () => {
      stopped = true;
      await sending;
      return sent;
    },
  };
};
