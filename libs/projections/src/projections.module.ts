import { Module } from '@nestjs/common';
import { ChecksHandler } from './projection-check.table.js';
import { ProjectionProgress } from './projection-progress.query.js';
import { ParkedFacts, Rebuilds } from './rebuilds.query.js';

@Module({
  providers: [ProjectionProgress, ChecksHandler, ParkedFacts, Rebuilds],
  exports: [ProjectionProgress, ParkedFacts, Rebuilds],
})
export class ProjectionsModule {}
