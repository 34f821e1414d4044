import { Module } from '@nestjs/common';
import { ProjectionsModule } from '#projections';
import { DecideContestHandler } from './decide-contest.handler.js';
import { SettledDossiers } from './settled-dossier.query.js';

@Module({ imports: [ProjectionsModule], providers: [SettledDossiers, DecideContestHandler] })
export class FirstTimeBorrowersModule {}
