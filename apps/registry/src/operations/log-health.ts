/** Why the log takes no facts now, or does not bring them into their order; in sentences, none when it does. */
export class LogHealth {
  constructor(readonly reasonsAgainst: () => Promise<readonly string[]>) {}
}
