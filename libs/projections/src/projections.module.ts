import { Module } from '@nestjs/common';
import { ChecksHandler } from './projection-check.table.js';
import { ProjectionProgress } from './projection-progress.query.js';
import { Rebuilds } from './rebuilds.query.js';

@Module({
  providers: [ProjectionProgress, ChecksHandler, Rebuilds],
  exports: [ProjectionProgress, Rebuilds],
})
export class ProjectionsModule {}
