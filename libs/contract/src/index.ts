export {
  type AnswerOf,
  type Basis,
  decimal,
  type FigureBasis,
  money,
  problemShape,
  type ProblemDocument,
} from './answer.js';
export * from './anomalies.js';
export * from './bailout.js';
export * from './borrowers.js';
export * from './events.js';
export * from './audit.js';
export * from './loans.js';
export * from './forecasts.js';
export * from './loans.js';
export * from './measure-figures.js';
export * from './operations.js';
export * from './programmes.js';
export * from './register.js';
export * from './reporting.js';
export * from './register.js';
export * from './submissions.js';
