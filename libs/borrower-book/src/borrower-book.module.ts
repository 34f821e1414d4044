import { Module } from '@nestjs/common';
import { BorrowerHandler } from './borrower.query.js';

@Module({ providers: [BorrowerHandler] })
export class BorrowerBookModule {}
