import { Module } from '@nestjs/common';
import { GrantAllocationHandler } from './allocation/grant-allocation.handler.js';
import { DefineBailoutProgrammeHandler } from './bailout-programme/define-bailout-programme.handler.js';

@Module({ providers: [DefineBailoutProgrammeHandler, GrantAllocationHandler] })
export class BailoutModule {}
