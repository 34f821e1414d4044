import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import pg from 'pg';
import type { AllocationRequest } from './allocation-request.js';

/** What an `Idempotency-Key` was used for, or null when it was not used yet. */
export class AllocationRequestQuery extends Query<AllocationRequest | null> {
  constructor(readonly idempotencyKey: string) {
    super();
  }
}

@QueryHandler(AllocationRequestQuery)
export class AllocationRequestHandler implements IQueryHandler<AllocationRequestQuery> {
  constructor(private readonly pool: pg.Pool) {}

  async execute({ idempotencyKey }: AllocationRequestQuery): Promise<AllocationRequest | null> {
    const { rows } = await this.pool.query<{ page: AllocationRequest }>(
      'select page from allocation_request where idempotency_key = $1',
      [idempotencyKey],
    );
    return rows[0]?.page ?? null;
  }
}
