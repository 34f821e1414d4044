import { expect, it } from '@jest/globals';
import { Patience } from './patience.client.js';
import { Refused, Unreachable } from './registry.client.js';

const unavailable = new Refused(503, { title: 'The registry ends' }, 0);
const gone = new Unreachable('http://127.0.0.1:1', new Error('ECONNREFUSED'));

/** Fails with these one after the other, and is answered then. */
const failing = (...errors: Error[]) => {
  const left = [...errors];
  return async (): Promise<string> => {
    const error = left.shift();
    if (error) throw error;
    return 'answered';
  };
};

it('asks again what nothing was said against', async () => {
  const setbacks: string[] = [];
  const patience = new Patience(60_000, (sentence) => setbacks.push(sentence));
  expect(await patience.asked(failing(unavailable, gone))).toBe('answered');
  expect(setbacks).toEqual([unavailable.message, gone.message]);
});

it('tells at once of an address where nobody ever answered', async () => {
  const patience = new Patience(60_000, () => undefined);
  await expect(patience.asked(failing(gone))).rejects.toBe(gone);
});

it('tells at once what was refused for good', async () => {
  const refused = new Refused(422, {}, null);
  const patience = new Patience(60_000, () => undefined);
  await expect(patience.asked(failing(unavailable, refused))).rejects.toBe(refused);
});

it('ends when nothing came of it for so long', async () => {
  const patience = new Patience(0, () => undefined);
  await expect(patience.asked(failing(unavailable))).rejects.toBe(unavailable);
});
