export { borrowerBookChecker } from './borrower-book.checker.js';
export { BorrowerBookModule } from './borrower-book.module.js';
export { borrowerBookProjection } from './borrower-book.projection.js';
export { BorrowerQuery } from './borrower.query.js';
