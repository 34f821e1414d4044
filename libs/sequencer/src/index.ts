export { handToEventStore, handToPostgres, LogWentOn, type SequencedPosition } from './log-home.table.js';
export { sequence } from './sequencing.follower.js';
