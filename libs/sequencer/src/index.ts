export { handToEventStore, handToPostgres, LogWentOn, type PlaceInStore } from './log-home.table.js';
export { sequence, type Sequencing } from './sequencing.follower.js';
