import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own lines, in the registry's log. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.logger.debug({ context }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.logger.warn({ context, ...(message instanceof Error ? { err: message } : {}) }, String(message));
  }

  error(message: unknown, ...more: unknown[]): void {
    this.logger.error({ more, ...(message instanceof Error ? { err: message } : {}) }, String(message));
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.logger.fatal({ more }, String(message));
  }
}
