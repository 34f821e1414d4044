import type { Command } from 'commander';
import type { ExitCode } from './failure.js';
import type { Output } from './output.process.js';
import type { RegistryClient } from './registry.client.js';

export type OnRegistry<Given extends readonly unknown[]> = (
  registry: RegistryClient,
  output: Output,
  ...given: Given
) => Promise<ExitCode>;

/** What commands are added to, and what they need. */
export interface Commands {
  readonly program: Command;
  /** Printed once, when the command has ended. */
  readonly ended: (exitCode: ExitCode) => void;
  readonly outputOf: (command: Command) => Output;
  /** With the registry of the profile. */
  readonly asked: <Given extends readonly unknown[]>(
    run: OnRegistry<Given>,
  ) => (...given: readonly unknown[]) => Promise<void>;
}

export const example = (command: Command, line: string): Command =>
  command.addHelpText('after', `\nExample: xudai ${line}`);
