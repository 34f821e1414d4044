import { Module } from '@nestjs/common';
import { HeadSeqHandler, RecordedFactsHandler } from './recorded-facts.query.js';
import { ReplayHandler, StartReplayHandler } from './replays/replays.table.js';

export { HeadSeqQuery, RecordedFactsQuery } from './recorded-facts.query.js';
export {
  type ReplayAsked,
  type ReplayCounts,
  type ReplayOutcome,
  ReplayQuery,
  type RunReplay,
  StartReplayCommand,
} from './replays/replays.table.js';
export { replayLog } from './replays/replay-log.query.js';
export { carryOutReplays } from './replays/replays.follower.js';

@Module({ providers: [HeadSeqHandler, RecordedFactsHandler, StartReplayHandler, ReplayHandler] })
export class AuditModule {}
