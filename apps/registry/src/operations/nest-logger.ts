import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

type Level = 'debug' | 'warn' | 'error' | 'fatal';

/** Nest's own lines, in the registry's log. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...more: unknown[]): void {
    this.write('debug', message, more);
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.write('warn', message, more);
  }

  error(message: unknown, ...more: unknown[]): void {
    this.write('error', message, more);
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.write('fatal', message, more);
  }

  /** The last of what comes with a message is who says it. An error's own text may repeat what was sent: the log has its rules for it. */
  private write(level: Level, message: unknown, more: readonly unknown[]): void {
    const context = more.findLast((each) => typeof each === 'string' && !each.includes('\n'));
    const err = [message, ...more].find((each) => each instanceof Error);
    this.logger[level](
      { ...(context === undefined ? {} : { context }), ...(err ? { err } : {}) },
      typeof message === 'string' ? message : 'Nest tells of an error',
    );
  }
}
