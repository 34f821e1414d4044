import { Module } from '@nestjs/common';
import { IssueKeyHandler, RevokeKeyHandler } from './issue-key.handler.js';
import { KeyRing } from './key-ring.log.js';
import { Sessions } from './sessions.table.js';

export { ensureFirstAdministrator, IssueKeyCommand, RevokeKeyCommand } from './issue-key.handler.js';
export { keyBody, keyIdOf, type Principal } from './key.js';
export { KeyRing } from './key-ring.log.js';
export { Sessions } from './sessions.table.js';

@Module({
  providers: [IssueKeyHandler, RevokeKeyHandler, KeyRing, Sessions],
  exports: [KeyRing, Sessions],
})
export class AccessModule {}
