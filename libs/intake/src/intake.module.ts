import { Module } from '@nestjs/common';
import { EventOutcomeHandler } from './event-outcome.query.js';
import { RefusalsHandler } from './refusals.query.js';
import { RefusalsList } from './refusals.table.js';

@Module({
  providers: [EventOutcomeHandler, RefusalsHandler, RefusalsList],
  exports: [RefusalsList],
})
export class IntakeModule {}
