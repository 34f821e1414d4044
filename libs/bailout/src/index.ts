export { allocationBody } from './grant-allocation.js';
export { DefineBailoutProgrammeCommand, GrantAllocationCommand } from './bailout-programmes.handler.js';
export { bailoutDeciders } from './bailout-deciders.js';
export { BailoutModule } from './bailout.module.js';
export { bailoutProgrammeBody } from './define-bailout-programme.js';
