import { Module } from '@nestjs/common';
import { AnomaliesHandler } from './anomalies.query.js';

@Module({ providers: [AnomaliesHandler] })
export class AnomaliesModule {}
