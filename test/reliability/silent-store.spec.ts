import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDouble } from '../event-store-double/event-store-double.server.js';
import { projected } from '../support/projected.js';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/* The event store is gone for a while. Nothing is recorded; what is shown was put in order before, and can be read. */

const bank = 'C1010211000012';

describe('a registry whose event store does not answer', () => {
  let store: EventStoreDouble;
  let registry: RunningRegistry;
  let key: string;
  let supervisor: string;

  const report = (no: number) => ({ key, type: cloudEvent, body: issuedLoan(bank, `L${no}`, no) });

  beforeAll(async () => {
    store = await EventStoreDouble.started();
    registry = await runningRegistry({ eventStore: { url: store.url, prefix: 'city-' } });
    key = await registry.bank(bank);
    supervisor = await registry.keyFor('supervisor');
    expect((await registry.ask('post', '/v1/events', report(1))).status).toBe(201);
    await projected(registry);
  });

  afterAll(async () => {
    await registry.close();
    store.stop();
  });

  it.each(['gone', 'frozen'] as const)(
    'goes on showing what is in order while it is %s, says so at /readyz, and records again when it is back',
    async (how) => {
      if (how === 'gone') store.stop();
      else store.faults.isFrozen = true;
      // A key that was just looked up is trusted for a moment.
      await new Promise((later) => setTimeout(later, 1_200));

      const startedMs = performance.now();
      const [progress, loan, unknown, ready] = await Promise.all([
        registry.ask('get', '/v1/programmes/SH24/progress', { key: supervisor }),
        registry.ask('get', `/v1/loans/${bank}/L1`, { key }),
        registry.ask('get', '/v1/loans', { key: `xk_nobody1_${'a1'.repeat(16)}` }),
        registry.ask('get', '/readyz'),
      ]);
      expect([progress.status, loan.status, ready.status]).toEqual([200, 200, 503]);
      expect(performance.now() - startedMs).toBeLessThan(15_000);
      expect(loan.body).toMatchObject({ loanId: 'L1' });
      expect(ready.body.detail).toContain('The event store does not answer');
      // Whether such a key was issued a moment ago nobody can say now.
      expect(unknown.status).toBe(503);
      expect(unknown.body).toMatchObject({ detail: 'The log does not answer now.', retryable: true });
      expect(unknown.body).not.toHaveProperty('outcome');

      const no = how === 'gone' ? 2 : 3;
      const sent = registry.ask('post', '/v1/events', report(no));
      await new Promise((later) => setTimeout(later, 500));
      if (how === 'gone') await store.start();
      else store.faults.isFrozen = false;
      const first = await sent;
      const again = await registry.ask('post', '/v1/events', report(no));
      expect([first.status, again.status]).toEqual(first.status === 201 ? [201, 200] : [503, 201]);
      expect(again.body).toMatchObject({ outcome: 'recorded', repeated: first.status === 201 });
    },
  );
});
