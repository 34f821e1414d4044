import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '#testing';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { projected } from '../support/projected.js';
import { bringBack, releasedData, upgrade } from '../support/released-data.js';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent, type RunningRegistry, runningRegistry } from '../support/running-registry.js';

/*
 * A database that a released version left behind, with its facts, pages, figures and checkpoints: this version brings it up to date
 * and answers the same.
 */

describe.each(['spine'])('the data of the release %s', (release) => {
  const kept = releasedData(release);
  let database: TestDatabase;
  let migrations: readonly string[];
  let registry: RunningRegistry;
  let supervisor: string;

  beforeAll(async () => {
    database = await testDatabase();
    await bringBack(database, kept);
    migrations = await upgrade(database);
    registry = await runningRegistry({ database });
    supervisor = await registry.keyFor('supervisor');
    await projected(registry);
  });
  afterAll(async () => {
    await registry.close();
    await database.drop();
  });

  it('is brought up to date by the migrations since', () => {
    expect(migrations.length).toBeGreaterThan(0);
  });

  /** What is of the moment of asking: how much was recorded meanwhile, and which day it is. */
  const lasting = (answer: object): object => {
    const { basis: _basis, ...rest } = answer as { readonly basis?: unknown };
    return rest;
  };

  it.each(Object.keys(kept.answers))('answers %s as before', async (question) => {
    const answer = await registry.ask('get', question, { key: supervisor });
    expect(answer.status).toBe(200);
    // Members may have been added since.
    expect(lasting(answer.body)).toMatchObject(lasting(kept.answers[question] ?? {}));
  });

  it('has rows that are what the facts say, and takes reports', async () => {
    const bank = 'C1010311000019';
    const key = await registry.bank(bank);
    const body = issuedLoan(bank, 'L-after', 1);
    expect((await registry.ask('post', '/v1/events', { key, type: cloudEvent, body })).status).toBe(201);
    const again = { ...body, id: 'again' };
    expect((await registry.ask('post', '/v1/events', { key, type: cloudEvent, body: again })).status).toBe(
      422,
    );
    await projected(registry);
    await expectProjectionsChecked(database);
  });
});
