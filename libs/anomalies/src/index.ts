import { Module } from '@nestjs/common';
import { AnomaliesHandler } from './anomalies.query.js';

export { anomaliesChecker } from './anomalies.checker.js';
export { anomaliesProjection } from './anomalies.projection.js';
export { AnomaliesQuery } from './anomalies.query.js';
export { bounds, type ThresholdName, type Thresholds } from './candidate.js';

@Module({ providers: [AnomaliesHandler] })
export class AnomaliesModule {}
