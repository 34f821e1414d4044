import { Module } from '@nestjs/common';
import { DefineBailoutProgrammeHandler, GrantAllocationHandler } from './bailout-programmes.handler.js';

@Module({ providers: [DefineBailoutProgrammeHandler, GrantAllocationHandler] })
export class BailoutModule {}
