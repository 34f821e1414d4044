import { Module } from '@nestjs/common';
import { SubmissionRefusals } from './submission-refusals.query.js';
import { Submissions } from './submissions.table.js';

export { recordReceived } from './decide-submission.log.js';
export { csvTypes } from './csv/csv-columns.js';
export { csvTemplate, exampleReport } from './csv/csv-template.js';
export { csvReports } from './csv/csv-reports.file.js';
export { ndjsonPieces } from './csv/csv-text.js';
export { FileRefused } from './csv/csv-encoding.js';
export { type Chunk, chunksOf } from './spool-chunks.js';
export { withoutResidentNumbers } from './withheld-lines.js';
export { discardChunks, pruneSubmissions, storeChunk } from './spool.table.js';
export { refusalsAsCsv, refusalsAsLines, SubmissionRefusals } from './submission-refusals.query.js';
export { decideSubmissions } from './submissions.follower.js';
export { type FileIdentity, Submissions } from './submissions.table.js';

@Module({ providers: [Submissions, SubmissionRefusals], exports: [Submissions, SubmissionRefusals] })
export class SubmissionsModule {}
