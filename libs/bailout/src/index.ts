import { Module } from '@nestjs/common';
import { DefineBailoutProgrammeHandler, GrantAllocationHandler } from './bailout-programmes.handler.js';

export { allocationBody } from './grant-allocation.js';
export { DefineBailoutProgrammeCommand, GrantAllocationCommand } from './bailout-programmes.handler.js';
export { bailoutDeciders } from './bailout-deciders.js';
export { bailoutProgrammeBody } from './define-bailout-programme.js';

@Module({ providers: [DefineBailoutProgrammeHandler, GrantAllocationHandler] })
export class BailoutModule {}
