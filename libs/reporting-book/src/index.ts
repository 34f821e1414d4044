import { Module } from '@nestjs/common';
import { IndicatorsHandler, StatementHandler } from './reporting.query.js';

export { IndicatorsQuery, StatementQuery } from './reporting.query.js';
export { reportingBookChecker } from './reporting-book.checker.js';
export { reportingBookProjection } from './reporting-book.projection.js';

@Module({ providers: [IndicatorsHandler, StatementHandler] })
export class ReportingBookModule {}
