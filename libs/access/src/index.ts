export { AccessModule } from './access.module.js';
export { ensureFirstAdministrator } from './first-administrator.log.js';
export { IssueKeyCommand, RevokeKeyCommand } from './issue-key/issue-key.handler.js';
export { keyBody } from './issue-key/key-body.js';
export { KeyRing } from './key-ring.log.js';
export type { Principal } from './principal.js';
