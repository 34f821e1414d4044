import { Module } from '@nestjs/common';
import { HeadSeqHandler, RecordedFactsHandler } from './recorded-facts.query.js';
import { ReplayHandler, StartReplayHandler } from './replays/replays.table.js';

export { HeadSeqQuery, RecordedFactsQuery } from './recorded-facts.query.js';
export type { ReplayAsked, ReplayCounts, ReplayOutcome, RunReplay } from './replays/replay.js';
export { replayLog } from './replays/replay-log.query.js';
export { ReplayQuery, StartReplayCommand } from './replays/replays.table.js';
export { carryOutReplays } from './replays/replays.follower.js';

@Module({ providers: [HeadSeqHandler, RecordedFactsHandler, StartReplayHandler, ReplayHandler] })
export class AuditModule {}
