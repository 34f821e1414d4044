import { Module } from '@nestjs/common';
import { IssueKeyHandler, RevokeKeyHandler } from './issue-key/issue-key.handler.js';
import { KeyRing } from './key-ring.log.js';

@Module({ providers: [IssueKeyHandler, RevokeKeyHandler, KeyRing], exports: [KeyRing] })
export class AccessModule {}
