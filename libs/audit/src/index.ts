import { Module } from '@nestjs/common';
import { RecordedFacts } from './recorded-facts.query.js';
import { Replays } from './replays/replays.table.js';

export { RecordedFacts } from './recorded-facts.query.js';
export type { ReplayAsked, ReplayCounts, ReplayOutcome, RunReplay } from './replays/replay.js';
export { replayLog } from './replays/replay-log.query.js';
export { Replays } from './replays/replays.table.js';
export { carryOutReplays } from './replays/replays.follower.js';

@Module({ providers: [RecordedFacts, Replays], exports: [RecordedFacts, Replays] })
export class AuditModule {}
