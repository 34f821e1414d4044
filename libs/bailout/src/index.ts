export { allocationBody } from './allocation/allocation-body.js';
export { GrantAllocationCommand } from './allocation/grant-allocation.handler.js';
export { bailoutDeciders } from './bailout-deciders.js';
export { BailoutModule } from './bailout.module.js';
export { bailoutProgrammeBody } from './bailout-programme/bailout-programme-body.js';
export { DefineBailoutProgrammeCommand } from './bailout-programme/define-bailout-programme.handler.js';
