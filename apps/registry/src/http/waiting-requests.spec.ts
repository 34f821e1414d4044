import { expect, it } from '@jest/globals';
import { WaitingRequests } from './waiting-requests.js';

it('requests that wait are counted for each key, and of one key a few among all', () => {
  const waiting = new WaitingRequests();
  for (let no = 0; no < 500; no += 1) waiting.comes('flood');
  for (const key of ['a', 'b', 'a']) waiting.comes(key);
  expect([waiting.of('flood'), waiting.of('a'), waiting.of('nobody'), waiting.all]).toEqual([500, 2, 0, 11]);
  for (let no = 0; no < 494; no += 1) waiting.goes('flood');
  expect([waiting.of('flood'), waiting.all]).toEqual([6, 9]);
  for (let no = 0; no < 6; no += 1) waiting.goes('flood');
  for (const key of ['a', 'a', 'b']) waiting.goes(key);
  expect([waiting.of('flood'), waiting.of('a'), waiting.all]).toEqual([0, 0, 0]);
});
