export { sequence } from './sequencing.follower.js';
