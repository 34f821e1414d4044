import { expect, it } from '@jest/globals';
import { WaitingRequests } from './request-counts.js';

const known = (now: () => number = () => 0): WaitingRequests => {
  const waiting = new WaitingRequests(now);
  for (const key of ['flood', 'a', 'b']) waiting.authenticated(key);
  return waiting;
};

it('waiting requests are counted by credentials, and a few of each in the total', () => {
  const waiting = known();
  for (let no = 0; no < 500; no += 1) waiting.enter('flood');
  for (const key of ['a', 'b', 'a']) waiting.enter(key);
  expect([waiting.of('flood'), waiting.of('a'), waiting.of('nobody'), waiting.all]).toEqual([500, 2, 0, 11]);
  for (let no = 0; no < 494; no += 1) waiting.leave('flood');
  expect([waiting.of('flood'), waiting.all]).toEqual([6, 9]);
  for (let no = 0; no < 6; no += 1) waiting.leave('flood');
  for (const key of ['a', 'a', 'b']) waiting.leave(key);
  expect([waiting.of('flood'), waiting.of('a'), waiting.all]).toEqual([0, 0, 0]);
});

it('credentials that were never authenticated are left out of the total', () => {
  const waiting = known();
  for (let no = 0; no < 100; no += 1) waiting.enter(`made up ${no % 10}`);
  waiting.enter('a');
  expect([waiting.of('made up 3'), waiting.all]).toEqual([10, 1]);
  // One is authenticated while others with the same credentials wait: later ones count.
  waiting.authenticated('made up 3');
  waiting.enter('made up 3');
  expect(waiting.all).toBe(2);
  for (let no = 0; no < 10; no += 1) waiting.leave('made up 3');
  expect([waiting.of('made up 3'), waiting.all]).toEqual([1, 2]);
  waiting.leave('made up 3');
  waiting.leave('a');
  expect(waiting.all).toBe(0);
});

it('credentials leave the total some time after they were authenticated last', () => {
  let at = 0;
  const waiting = known(() => at);
  at = 60_001;
  waiting.enter('a');
  expect(waiting.all).toBe(0);
  waiting.authenticated('a');
  waiting.enter('a');
  expect(waiting.all).toBe(1);
});
