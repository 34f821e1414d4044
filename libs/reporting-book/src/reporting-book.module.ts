import { Module } from '@nestjs/common';
import { IndicatorsHandler } from './indicators/indicators.query.js';
import { StatementHandler } from './statements/statement.query.js';

@Module({ providers: [IndicatorsHandler, StatementHandler] })
export class ReportingBookModule {}
