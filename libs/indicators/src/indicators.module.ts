import { Module } from '@nestjs/common';
import { ReportIndicatorHandler } from './report-indicator/report-indicator.handler.js';

@Module({ providers: [ReportIndicatorHandler] })
export class IndicatorsModule {}
