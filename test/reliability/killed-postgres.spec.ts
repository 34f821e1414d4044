import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { sizeOf } from '#testing';
import { type Answer, ask } from '../support/asking.js';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { type EmbeddedRegistry, embeddedRegistry, folderToRestoreIn } from '../support/embedded-registry.js';
import { issuedLoan } from '../support/reports.js';
import { cloudEvent } from '../support/running-registry.js';

/*
 * PostgreSQL is killed with -9 under load, and what it had not written yet is gone: the last rows of projections, whose followers do not
 * wait for the disk. No report that was acknowledged is among it, who waits for a report never reads a state before it, and the rows come out as their
 * checkers derive them.
 */

const bank = 'C1010211000012';
const lanes = 6;
const { crashes } = sizeOf('postgresCrashes');

describe('a PostgreSQL that is killed under load', () => {
  const folder = folderToRestoreIn();
  let registry: EmbeddedRegistry;
  let key: string;

  beforeAll(async () => {
    registry = await embeddedRegistry(path.join(folder, 'xudai'));
    registry.owner.on('error', () => undefined);
    const name = { zh: bank, en: bank };
    await ask(registry.base, 'POST', '/v1/institutions', { body: { code: bank, name, kind: 'BANK' } });
    const body = { role: 'bank', institution: bank, label: 'x' };
    key = String((await ask(registry.base, 'POST', '/v1/keys', { body })).body['key']);
  }, 90_000);

  afterAll(async () => {
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  /** Again until it is acknowledged, whatever happens meanwhile. */
  const acknowledged = async (no: number): Promise<Answer> => {
    for (;;) {
      const answer = await ask(registry.base, 'POST', '/v1/events', {
        key,
        type: cloudEvent,
        body: issuedLoan(bank, `K${no}`, no),
      });
      if (answer.status === 201) return answer;
      await later(50);
    }
  };

  /** What stands of the loan once the position is projected; undefined while nobody can say. */
  const shownAt = async (no: number, position: string): Promise<Answer | undefined> => {
    const answer = await ask(registry.base, 'GET', `/v1/loans/${bank}/K${no}`, {
      key,
      headers: { 'await-position': position, 'await-timeout': '2000' },
    });
    return [200, 404].includes(answer.status) ? answer : undefined;
  };

  const kill = (): void => {
    const [pid = ''] = readFileSync(path.join(folder, 'xudai/postgres/postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
  };

  it('loses no report, shows none half, and says of no report that it is projected before it is', async () => {
    const positions = new Map<number, string>();
    const wrong: unknown[] = [];
    let [no, shown, isSent] = [0, 0, false];
    const lane = async (): Promise<void> => {
      while (!isSent) {
        const own = (no += 1);
        const position = String((await acknowledged(own)).body['position']);
        positions.set(own, position);
        const answer = await shownAt(own, position);
        if (!answer) continue;
        shown += 1;
        const { seq } = answer.body['basis'] as { readonly seq: string };
        if (answer.status !== 200 || Number(seq) < Number(position)) wrong.push([own, position, answer]);
      }
    };
    const sending = Array.from({ length: lanes }, lane);
    const more = async (): Promise<void> => {
      const before = positions.size;
      while (positions.size < before + 150) await later(20);
    };
    for (let killed = 0; killed < crashes; killed += 1) {
      await more();
      kill();
    }
    await more();
    isSent = true;
    await Promise.all(sending);
    expect(wrong).toEqual([]);
    expect(shown).toBeGreaterThan(positions.size / 2);

    await expectProjectionsChecked(registry);
    const owner = new pg.Client({ connectionString: registry.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query<{ loan: string; seq: string }>(
      `select data->>'loanId' as loan, seq::text as seq from facts where type = 'LoanIssued' order by facts.seq`,
    );
    await owner.end();
    expect(new Map(rows.map(({ loan, seq }) => [Number(loan.slice(1)), seq]))).toEqual(positions);
    expect(rows).toHaveLength(positions.size);
  }, 600_000);
});
