import { Module } from '@nestjs/common';
import { IssueKeyHandler, RevokeKeyHandler } from './issue-key.handler.js';
import { KeyRing } from './key-ring.log.js';

export { ensureFirstAdministrator } from './first-administrator.log.js';
export { IssueKeyCommand, RevokeKeyCommand } from './issue-key.handler.js';
export { keyBody, type Principal } from './key.js';
export { KeyRing } from './key-ring.log.js';

@Module({ providers: [IssueKeyHandler, RevokeKeyHandler, KeyRing], exports: [KeyRing] })
export class AccessModule {}
