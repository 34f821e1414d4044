export { handToEventStore, handToPostgres, LogWentOn, type PlaceInStore } from './log-home.table.js';
export { sequence } from './sequencing.follower.js';
