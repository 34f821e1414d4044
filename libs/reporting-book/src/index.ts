export { IndicatorsQuery } from './indicators/indicators.query.js';
export { reportingBookChecker } from './reporting-book.checker.js';
export { ReportingBookModule } from './reporting-book.module.js';
export { reportingBookProjection } from './reporting-book.projection.js';
export { StatementQuery } from './statements/statement.query.js';
