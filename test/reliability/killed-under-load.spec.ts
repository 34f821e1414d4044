import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { sizeOf } from '#testing';
import { type Answer, ask, bankWithKey } from '../support/asking.js';
import { expectProjectionsChecked } from '../support/checked-projections.js';
import { type EmbeddedRegistry, embeddedRegistry, folderToRestoreIn } from '../support/embedded-registry.js';
import { enterprise, issuedLoan, renewedLoan, reportOf } from '../support/reports.js';
import { cloudEvent } from '../support/running-registry.js';

/*
 * Registry, projector and PostgreSQL are killed with -9 under load, one after another. What PostgreSQL had not written yet is gone: the last
 * rows of projections, whose followers do not wait for the disk. No report that was acknowledged is among it and none is there twice, who
 * waits for a report never reads a state before it, and all rows come out as their checkers derive them from the facts.
 */

const bank = 'C1010211000012';
const lanes = 6;
const acknowledgedBetween = 60;
/** A part of a night's campaign has rounds of its own. */
const rounds = Number(process.env['TEST_ROUNDS'] ?? sizeOf('killedUnderLoad').rounds);

/** What a bank reports of one loan: its end depends on its number. */
const storyOf = (no: number): readonly object[] => {
  const loanId = `K${no}`;
  const claimed = reportOf(bank, `claim-${loanId}`, 'borrower.first-time-flagged', loanId, {
    effectiveDate: '2024-01-10',
    borrower: enterprise(no),
    enquiryDate: '2024-01-05',
    enquirySerialHash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  });
  const repaid = reportOf(bank, `repay-${loanId}`, 'loan.repaid', loanId, {
    effectiveDate: '2024-06-03',
    amount: '250000.00',
  });
  const reversed = reportOf(bank, `reverse-${loanId}`, 'event.reversed', `repay-${loanId}`, {
    effectiveDate: '2024-06-04',
    reason: 'it was sent for another loan',
  });
  const ends = [[], [renewedLoan(bank, loanId, 1)], [claimed], [repaid], [repaid, reversed]];
  return [issuedLoan(bank, loanId, no), ...(ends[no % ends.length] ?? [])];
};

describe('registry, projector and PostgreSQL, killed under load', () => {
  const folder = folderToRestoreIn();
  let registry: EmbeddedRegistry;
  let key: string;

  beforeAll(async () => {
    registry = await embeddedRegistry(path.join(folder, 'xudai'));
    registry.owner.on('error', () => undefined);
    key = await bankWithKey(registry.base, bank);
  });

  afterAll(async () => {
    await registry.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Again until it is acknowledged, whatever happens meanwhile: 200 where it was recorded before, and the answer lost. */
  const acknowledged = async (report: object): Promise<Answer> => {
    for (;;) {
      const answer = await ask(registry.base, 'POST', '/v1/events', {
        key,
        type: cloudEvent,
        body: report,
      }).catch(() => undefined);
      if (answer?.status === 201 || answer?.status === 200) return answer;
      if (answer && answer.status < 500 && answer.status !== 429)
        throw new Error(`${JSON.stringify(report)} was answered ${JSON.stringify(answer)}`);
      await later(50);
    }
  };

  /** What stands of the loan once the position is projected; undefined while nobody can say. */
  const shownAt = async (no: number, position: string): Promise<Answer | undefined> => {
    const answer = await ask(registry.base, 'GET', `/v1/loans/${bank}/K${no}`, {
      key,
      headers: { 'await-position': position, 'await-timeout': '2000' },
    }).catch(() => undefined);
    return answer && [200, 404].includes(answer.status) ? answer : undefined;
  };

  const killPostgres = (): Promise<void> => {
    const [pid = ''] = readFileSync(path.join(folder, 'xudai/postgres/postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
    return Promise.resolve();
  };

  it(
    'lose no report, record none twice, and say of none that it is projected before it is',
    async () => {
      const positions = new Map<string, string>();
      const wrong: unknown[] = [];
      let [no, shown, isSent] = [0, 0, false];
      const lane = async (): Promise<void> => {
        while (!isSent) {
          const own = (no += 1);
          let position = '0';
          for (const report of storyOf(own)) {
            position = String((await acknowledged(report)).body['position']);
            positions.set((report as { readonly id: string }).id, position);
          }
          const answer = await shownAt(own, position);
          if (!answer) continue;
          shown += 1;
          const { seq } = answer.body['basis'] as { readonly seq: string };
          if (answer.status !== 200 || Number(seq) < Number(position)) wrong.push([own, position, answer]);
        }
      };
      const sending = Array.from({ length: lanes }, lane);
      const failed = Promise.all(sending).then(() => new Promise<never>(() => undefined));
      /** So much of the load's own, and a moment by chance: what is killed is in the middle of something. */
      const more = async (): Promise<void> => {
        const enough = positions.size + acknowledgedBetween;
        while (positions.size < enough) await Promise.race([later(20), failed]);
        await later(Math.random() * 150);
      };
      const kills = [() => registry.killRegistry(), () => registry.killProjector(), killPostgres];
      for (let killed = 0; killed < rounds * kills.length; killed += 1) {
        await more();
        await kills[(killed + Math.floor(killed / kills.length)) % kills.length]?.();
      }
      await more();
      isSent = true;
      await Promise.all(sending);
      expect(wrong).toEqual([]);
      expect(shown).toBeGreaterThan(0);

      await expectProjectionsChecked(registry);
      const owner = new pg.Client({ connectionString: registry.ownerUrl });
      await owner.connect();
      const { rows } = await owner.query<{ report: string; seq: string }>(
        'select report_id as report, seq::text as seq from facts where report_id is not null order by facts.seq',
      );
      const { rows: dense } = await owner.query(
        'select count(*)::int = max(seq) as "isDense", count(distinct (stream, revision)) = count(*) as "isOnce" from facts',
      );
      await owner.end();
      expect(rows.map(({ report }) => report).toSorted()).toEqual([...positions.keys()].toSorted());
      // A repetition tells a position at which the report is there, or a later one.
      expect(rows.filter(({ report, seq }) => Number(positions.get(report)) < Number(seq))).toEqual([]);
      expect(dense).toEqual([{ isDense: true, isOnce: true }]);
    },
    240_000 + rounds * 60_000,
  );
});
