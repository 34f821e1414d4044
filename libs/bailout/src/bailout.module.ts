import { Module } from '@nestjs/common';
import { GrantAllocationHandler } from './grant-allocation.handler.js';
import { DefineBailoutProgrammeHandler } from './define-bailout-programme.handler.js';

@Module({ providers: [DefineBailoutProgrammeHandler, GrantAllocationHandler] })
export class BailoutModule {}
