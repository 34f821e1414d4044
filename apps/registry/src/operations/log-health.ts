import type { LogState } from '#event-log';

/** How the log stands now: whether it takes facts and brings them into their order. */
export class LogHealth {
  constructor(readonly state: () => Promise<LogState>) {}
}
