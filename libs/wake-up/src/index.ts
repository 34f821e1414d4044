export { backoffMs, inTime, pause, WakeUp } from './wake-up.js';
