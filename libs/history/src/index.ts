export { standingFacts } from './history.js';
