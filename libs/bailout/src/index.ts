export { allocationBody } from './grant-allocation.js';
export { GrantAllocationCommand } from './grant-allocation.handler.js';
export { bailoutDeciders } from './bailout-deciders.js';
export { BailoutModule } from './bailout.module.js';
export { bailoutProgrammeBody } from './define-bailout-programme.js';
export { DefineBailoutProgrammeCommand } from './define-bailout-programme.handler.js';
