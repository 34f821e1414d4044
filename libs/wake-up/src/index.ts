export { BackOff, backOffMs, retried } from './back-off.js';
export { inTime, pause, WakeUp } from './wake-up.js';
