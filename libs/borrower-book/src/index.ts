import { Module } from '@nestjs/common';
import { BorrowerHandler } from './borrower.query.js';

export { borrowerBookChecker } from './borrower-book.checker.js';
export { borrowerBookProjection } from './borrower-book.projection.js';
export { BorrowerQuery } from './borrower.query.js';

@Module({ providers: [BorrowerHandler] })
export class BorrowerBookModule {}
