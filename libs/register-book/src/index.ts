export { registerBookChecker } from './register-book.checker.js';
export { registerBookProjection } from './register-book.projection.js';
export * from './register.query.js';
