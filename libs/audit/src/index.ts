export { AuditModule } from './audit.module.js';
export { RecordedFacts } from './recorded-facts/recorded-facts.query.js';
export type { ReplayAsked, ReplayCounts, ReplayOutcome, RunReplay } from './replays/replay.js';
export { replayLog } from './replays/replay-log.query.js';
export { Replays } from './replays/replays.table.js';
export { carryOutReplays } from './replays/replays.follower.js';
