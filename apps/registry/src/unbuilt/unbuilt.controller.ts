import { Controller } from '@nestjs/common';
import type { Role } from '#facts';
import { Route, type RouteDecorator } from '../http/route.controller.js';

const auditor: readonly Role[] = ['auditor'];

/** Declares a route of the contract that is not built yet, so that allowed callers get 501 and not 404. */
const NotBuilt = (
  method: 'GET' | 'POST',
  path: string,
  operationId: string,
  roles: 'public' | readonly Role[],
): RouteDecorator<void> =>
  Route(method, path, {
    operationId,
    summary: { en: 'Not built yet', zh: '尚未实现' },
    access: roles,
    answers: { 501: { description: 'Not built yet' } },
  });

/** The gate answers 501, so that these methods are never called. */
@Controller()
export class UnbuiltController {
  @NotBuilt('GET', 'v1/evidence/inclusion', 'getInclusionProof', auditor)
  getEvidenceInclusion(): void {}

  @NotBuilt('GET', 'v1/evidence/consistency', 'getConsistencyProof', auditor)
  getEvidenceConsistency(): void {}

  @NotBuilt('GET', 'v1/exports', 'exportFacts', auditor)
  getExports(): void {}

  @NotBuilt('GET', 'log/checkpoint', 'getCheckpoint', 'public')
  getLogCheckpoint(): void {}

  @NotBuilt('GET', 'log/tile/*', 'getTile', 'public')
  getLogTileAny(): void {}
}
