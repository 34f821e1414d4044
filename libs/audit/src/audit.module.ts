import { Module } from '@nestjs/common';
import { RecordedFacts } from './recorded-facts/recorded-facts.query.js';
import { Replays } from './replays/replays.table.js';

@Module({ providers: [RecordedFacts, Replays], exports: [RecordedFacts, Replays] })
export class AuditModule {}
