import { Module } from '@nestjs/common';
import { ProjectionProgress } from './projection-progress.query.js';

@Module({ providers: [ProjectionProgress], exports: [ProjectionProgress] })
export class ProjectionsModule {}
