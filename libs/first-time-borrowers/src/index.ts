import { Module } from '@nestjs/common';
import { ProjectionsModule } from '#projections';
import { DecideContestHandler } from './decide-contest.handler.js';
import { SettledDossiers } from './arbiter.projection.js';

export { arbiterChecker } from './arbiter.checker.js';
export { arbiter, arbiterName } from './arbiter.projection.js';
export { type DecideContestBody, decideContestBody } from './arbitrate.js';
export { DecideContestCommand } from './decide-contest.handler.js';

@Module({ imports: [ProjectionsModule], providers: [SettledDossiers, DecideContestHandler] })
export class FirstTimeBorrowersModule {}
