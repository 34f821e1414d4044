export { AcceptUsccCommand } from './accept-uscc/accept-uscc.handler.js';
export { usccBody } from './accept-uscc/uscc-body.js';
export { acceptedUsccRequest } from './accepted-uscc.js';
export { UsccsModule } from './usccs.module.js';
