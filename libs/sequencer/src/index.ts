export { sequence, type Sequencing, type SequencingEnded } from './sequencing.follower.js';
