export { indicatorDeciders } from './indicator-deciders.js';
