export { anomaliesChecker } from './anomalies.checker.js';
export { AnomaliesModule } from './anomalies.module.js';
export { anomaliesProjection } from './anomalies.projection.js';
export { AnomaliesQuery } from './anomalies.query.js';
export { bounds, type ThresholdName, type Thresholds } from './thresholds.js';
