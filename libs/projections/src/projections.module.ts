import { Module } from '@nestjs/common';
import { ProjectionChecks } from './projection-checks.query.js';
import { ProjectionProgress } from './projection-progress.query.js';
import { Rebuilds } from './rebuilds.query.js';

@Module({
  providers: [ProjectionProgress, ProjectionChecks, Rebuilds],
  exports: [ProjectionProgress, ProjectionChecks, Rebuilds],
})
export class ProjectionsModule {}
