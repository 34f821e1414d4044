/** What a command says to the program that called it. */
export const exitCodes = { done: 0, no: 1, usage: 2, unreachable: 3 } as const;

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
