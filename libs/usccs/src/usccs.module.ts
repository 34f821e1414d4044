import { Module } from '@nestjs/common';
import { AcceptUsccHandler } from './accept-uscc/accept-uscc.handler.js';

@Module({ providers: [AcceptUsccHandler] })
export class UsccsModule {}
