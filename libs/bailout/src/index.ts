import { Module } from '@nestjs/common';
import { DefineBailoutProgrammeHandler, GrantAllocationHandler } from './bailout-programmes.handler.js';

export { allocationBody, bailoutProgrammeBody } from './bailout-programme.js';
export { DefineBailoutProgrammeCommand, GrantAllocationCommand } from './bailout-programmes.handler.js';
export { bailoutDeciders } from './bailout-deciders.js';

@Module({ providers: [DefineBailoutProgrammeHandler, GrantAllocationHandler] })
export class BailoutModule {}
