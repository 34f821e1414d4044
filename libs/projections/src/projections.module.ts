import { Module } from '@nestjs/common';
import { ChecksHandler } from './projection-check.table.js';
import { ProjectionCheckpoints } from './projection-checkpoints.query.js';
import { AskForRebuildHandler, ParkedFactsHandler, RebuildsHandler } from './rebuilds.query.js';

@Module({
  providers: [
    ProjectionCheckpoints,
    ChecksHandler,
    RebuildsHandler,
    AskForRebuildHandler,
    ParkedFactsHandler,
  ],
  exports: [ProjectionCheckpoints],
})
export class ProjectionsModule {}
