import { Module } from '@nestjs/common';
import { ProjectionChecks } from './projection-checks.query.js';
import { ProjectionProgress } from './projection-progress.query.js';

@Module({
  providers: [ProjectionProgress, ProjectionChecks],
  exports: [ProjectionProgress, ProjectionChecks],
})
export class ProjectionsModule {}
