export { backoffMs, pause, WakeUp } from './wake-up.js';
