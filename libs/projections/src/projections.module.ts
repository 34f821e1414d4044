import { Module } from '@nestjs/common';
import { ChecksHandler } from './projection-check.table.js';
import { ProjectionProgress } from './projection-progress.query.js';
import { AskForRebuildHandler, ParkedFactsHandler, RebuildsHandler } from './rebuilds.query.js';

@Module({
  providers: [ProjectionProgress, ChecksHandler, RebuildsHandler, AskForRebuildHandler, ParkedFactsHandler],
  exports: [ProjectionProgress],
})
export class ProjectionsModule {}
