export { bailoutBookChecker } from './bailout-book.checker.js';
export { bailoutBookProjection } from './bailout-book.projection.js';
export * from './bailout-lists.query.js';
