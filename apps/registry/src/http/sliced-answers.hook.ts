import type { FastifyInstance } from 'fastify';
import { type TimeSlices, timeSlices } from './time-slices.js';

/** An answer whose lists are all shorter is written down at once. */
const shortList = 20;

const isLong = (answer: unknown): answer is object =>
  typeof answer === 'object' &&
  answer !== null &&
  !Array.isArray(answer) &&
  Object.values(answer).some((member) => Array.isArray(member) && member.length > shortList);

const writtenList = async (items: readonly unknown[], slices: TimeSlices): Promise<string> => {
  const written: string[] = [];
  for (const item of items) {
    const pause = slices.pause();
    if (pause) await pause;
    written.push(JSON.stringify(item) ?? 'null');
  }
  return `[${written.join()}]`;
};

/** The text that `JSON.stringify` gives; other requests have their turns between the items of its lists. */
export const writtenInSlices = async (answer: object, slices: TimeSlices): Promise<string> => {
  const written: string[] = [];
  for (const [name, member] of Object.entries(answer)) {
    const text: string | undefined = Array.isArray(member)
      ? await writtenList(member, slices)
      : JSON.stringify(member);
    if (text !== undefined) written.push(`${JSON.stringify(name)}:${text}`);
  }
  return `{${written.join()}}`;
};

/** Of every route, so that no list of a thousand things holds the event loop while it is written down. */
export const writeLongAnswersInSlices = (server: FastifyInstance): void => {
  server.addHook('preSerialization', async (_request, reply, answer) => {
    if (!isLong(answer)) return answer;
    const text = await writtenInSlices(answer, timeSlices);
    reply.serializer((written) => written as string);
    return text;
  });
};
