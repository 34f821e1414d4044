export { borrowerBookChecker } from './borrower-book.checker.js';
export { borrowerBookProjection } from './borrower-book.projection.js';
export * from './borrower.query.js';
