import { Module } from '@nestjs/common';
import { AcceptUsccHandler } from './accept-uscc.handler.js';

export { AcceptUsccCommand } from './accept-uscc.handler.js';
export { acceptedUsccRequest, usccBody } from './accept-uscc.js';

@Module({ providers: [AcceptUsccHandler] })
export class UsccsModule {}
