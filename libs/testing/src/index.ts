export { testDatabase, type TestDatabase } from './test-database.connection.js';
export { exampleBank, exampleReport, type ExampleType, exampleTypes } from './example-reports.js';
export { factOf } from './fact-of.js';
export { given } from './given.expectation.js';
export { onDay } from './on-day.js';
