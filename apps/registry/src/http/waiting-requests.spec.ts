import { expect, it } from '@jest/globals';
import { WaitingRequests } from './waiting-requests.js';

const known = (now: () => number = () => 0): WaitingRequests => {
  const waiting = new WaitingRequests(now);
  for (const key of ['flood', 'a', 'b']) waiting.letPass(key);
  return waiting;
};

it('requests that wait are counted for each key, and of one key a few among all', () => {
  const waiting = known();
  for (let no = 0; no < 500; no += 1) waiting.comes('flood');
  for (const key of ['a', 'b', 'a']) waiting.comes(key);
  expect([waiting.of('flood'), waiting.of('a'), waiting.of('nobody'), waiting.all]).toEqual([500, 2, 0, 11]);
  for (let no = 0; no < 494; no += 1) waiting.goes('flood');
  expect([waiting.of('flood'), waiting.all]).toEqual([6, 9]);
  for (let no = 0; no < 6; no += 1) waiting.goes('flood');
  for (const key of ['a', 'a', 'b']) waiting.goes(key);
  expect([waiting.of('flood'), waiting.of('a'), waiting.all]).toEqual([0, 0, 0]);
});

it('texts that are no key count for themselves and for nobody else, however many', () => {
  const waiting = known();
  for (let no = 0; no < 100; no += 1) waiting.comes(`made up ${no % 10}`);
  waiting.comes('a');
  expect([waiting.of('made up 3'), waiting.all]).toEqual([10, 1]);
  // One is let pass while others of it wait: what comes from then on counts.
  waiting.letPass('made up 3');
  waiting.comes('made up 3');
  expect(waiting.all).toBe(2);
  for (let no = 0; no < 10; no += 1) waiting.goes('made up 3');
  expect([waiting.of('made up 3'), waiting.all]).toEqual([1, 2]);
  waiting.goes('made up 3');
  waiting.goes('a');
  expect(waiting.all).toBe(0);
});

it('a key that was let pass long ago is as good as none until it is let pass again', () => {
  let at = 0;
  const waiting = known(() => at);
  at = 60_001;
  waiting.comes('a');
  expect(waiting.all).toBe(0);
  waiting.letPass('a');
  waiting.comes('a');
  expect(waiting.all).toBe(1);
});
