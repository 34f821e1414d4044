import { LogUnavailable, OutcomeUnknown } from '#event-log';

/** SQLSTATE classes that speak of the server and not of what it was asked: connections, logins, resources, its own stop. */
const ofTheServer = /^(08|28|3D|53|57)/;
const ofTheNetwork = /^E[A-Z]+$/;

const advice = 'Begin again with the same command: it goes on.';

const codeOf = (error: object): string => ('code' in error ? String(error.code) : '');

/** Why a server was not reached, in a sentence; undefined when something else went wrong. */
export const unreachable = (error: unknown): string | undefined => {
  if (error instanceof LogUnavailable || error instanceof OutcomeUnknown) {
    const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
    return `${error.message}${cause} ${advice}`;
  }
  if (error instanceof AggregateError) return error.errors.map(unreachable).find(Boolean);
  if (!(error instanceof Error)) return undefined;
  const isOfTheServer =
    ofTheServer.test(codeOf(error)) ||
    ofTheNetwork.test(codeOf(error)) ||
    /timeout|Connection terminated/i.test(error.message);
  return isOfTheServer ? `the database cannot be reached: ${error.message}. ${advice}` : undefined;
};

/** The log cannot be moved, or is not the same, as things stand: a sentence for whoever asked. */
export class NotMoved extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'NotMoved';
  }
}
