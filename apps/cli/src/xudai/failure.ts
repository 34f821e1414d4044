/** What a command says to the program that called it. */
export const exitCodes = { done: 0, no: 1, usage: 2, unreachable: 3 } as const;

/** Of every command; what `no` means, each says itself. */
export const exitCodeWords =
  'Exit codes: 0 done; 1 the answer is no, or what was asked could not be done; 2 wrong use; 3 the registry cannot be reached.';

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What was asked was not done; the message is a sentence for a person. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = exitCodes.no,
  ) {
    super(message);
    this.name = 'Failure';
  }
}

export const wrongUse = (message: string): Failure => new Failure(message, exitCodes.usage);
