import { Controller } from '@nestjs/common';
import type { Role } from '#facts';
import { access, Route, type RouteDeclaration } from '../http/route.js';

const overseers: readonly Role[] = ['supervisor', 'auditor'];
const auditor: readonly Role[] = ['auditor'];

/** A route of the contract that is not built yet: it says so to those who may call it, and never gives a wrong figure. */
const NotBuilt = (
  method: 'GET' | 'POST',
  path: string,
  roles: 'public' | readonly Role[],
  more: Pick<RouteDeclaration, 'ownInstitution'> = {},
): MethodDecorator =>
  Route(method, path, {
    ...more,
    summary: 'Not built yet',
    access: roles,
    answers: { 501: { description: 'Not built yet' } },
  });

/** The gate answers 501 before any of these is reached. */
@Controller()
export class UnbuiltController {
  @NotBuilt('GET', 'v1/measures/:code/series', access.readers, { ownInstitution: true })
  getMeasuresCodeSeries(): void {}

  @NotBuilt('GET', 'v1/measures/:code/breakdown', access.readers, { ownInstitution: true })
  getMeasuresCodeBreakdown(): void {}

  @NotBuilt('GET', 'v1/measures/:code/facts', access.readers, { ownInstitution: true })
  getMeasuresCodeFacts(): void {}

  @NotBuilt('POST', 'v1/measures/preview', ['supervisor'])
  postMeasuresPreview(): void {}

  @NotBuilt('GET', 'v1/anomalies', overseers)
  getAnomalies(): void {}

  @NotBuilt('GET', 'v1/explain', overseers)
  getExplain(): void {}

  @NotBuilt('GET', 'v1/live', access.everyRole)
  getLive(): void {}

  @NotBuilt('POST', 'v1/submissions', ['bank'])
  postSubmissions(): void {}

  @NotBuilt('GET', 'v1/submissions/:id', access.readers)
  getSubmissionsId(): void {}

  @NotBuilt('GET', 'v1/submissions/:id/progress', access.readers)
  getSubmissionsIdProgress(): void {}

  @NotBuilt('GET', 'v1/submissions/:id/refusals', access.readers)
  getSubmissionsIdRefusals(): void {}

  @NotBuilt('GET', 'v1/submissions/:id/receipt', access.readers)
  getSubmissionsIdReceipt(): void {}

  @NotBuilt('GET', 'v1/evidence/inclusion', auditor)
  getEvidenceInclusion(): void {}

  @NotBuilt('GET', 'v1/evidence/consistency', auditor)
  getEvidenceConsistency(): void {}

  @NotBuilt('GET', 'v1/exports', auditor)
  getExports(): void {}

  @NotBuilt('GET', 'v1/operations/parked', ['admin'])
  getOperationsParked(): void {}

  @NotBuilt('GET', 'v1/operations/rebuilds', ['admin'])
  getOperationsRebuilds(): void {}

  @NotBuilt('POST', 'v1/operations/rebuilds', ['admin'])
  postOperationsRebuilds(): void {}

  @NotBuilt('GET', 'log/checkpoint', 'public')
  getLogCheckpoint(): void {}

  @NotBuilt('GET', 'log/key', 'public')
  getLogKey(): void {}

  @NotBuilt('GET', 'log/tile/*', 'public')
  getLogTileAny(): void {}
}
