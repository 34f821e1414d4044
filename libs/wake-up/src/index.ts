export { BackOff, backOffMs, inTime, pause, retried, WakeUp } from './wake-up.js';
