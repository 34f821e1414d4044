export { IndicatorsModule } from './indicators.module.js';
export { ReportIndicatorCommand } from './report-indicator/report-indicator.handler.js';
