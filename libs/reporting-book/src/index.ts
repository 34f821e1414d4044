export * from './reporting.query.js';
export { reportingBookChecker } from './reporting-book.checker.js';
export { reportingBookProjection } from './reporting-book.projection.js';
