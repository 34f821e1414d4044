import { expect, it } from '@jest/globals';
import { createPool } from '#database';
import { follow } from '#projections';
import type { SequencedFact } from '#facts';
import { testDatabase } from '#testing';
import { loanBookProjection } from './loan-book.projection.js';
import pg from 'pg';

it('bench', async () => {
  const db = await testDatabase();
  const owner = new pg.Pool({ connectionString: db.ownerUrl, max: 1 });
  const pool = createPool(db.appUrl, { max: 6, applicationName: 'bench' });
  const n = 200_000;
  await owner.query(`insert into facts (seq, stream, revision, event_id, type, effective_date, institution, recorded_at, data, metadata)
   select s, 'loan-C1010211000012-L' || ((s-1)/2), (s-1)%2, gen_random_uuid(), case when s%2=1 then 'LoanIssued' else 'LoanRenewed' end, '2024-01-01', 'C1010211000012', now(),
    case when s%2=1 then json_build_object('loanId','L'||((s-1)/2),'borrower',json_build_object('idType','USCC','id','91310000132260250X','kind','ENTERPRISE','size','SMALL','district','310115','industry','C39'),'principal','1000000.00','maturityDate','2025-01-01','product','WORKING_CAPITAL','rateBp',345,'guarantee','CREDIT','tags',json_build_array('INCLUSIVE'))
    else json_build_object('loanId','L'||((s-1)/2),'renewalNo',1,'renewedAmount','500000.00','topUpAmount','0.00','signedDate','2024-06-01','newMaturityDate','2026-01-01','classification','NORMAL','mode','NEW_CONTRACT') end,
    '{"reportId":"2024-05-06-000123","source":"/institutions/C1010211000012","time":null,"reportDigest":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff","stampedAt":"2024-06-30T00:00:00.000Z","actor":"key:abcd","ruleSetVersion":1,"flags":[],"causationId":null,"correlationId":null,"salt":"000102030405060708090a0b0c0d0e0f","extensions":{}}'
   from generate_series(1, ${n}) s`);
  await owner.query('analyze facts');
  const ending = new AbortController();
  const t = performance.now();
  let readMs = 0;
  const f = follow({ projection: loanBookProjection, pool, signal: ending.signal, onSetback: (e) => console.log(e), facts: { readAfter: async (seq, limit) => {
    const a = performance.now();
    const { rows } = await pool.query<SequencedFact>(`select seq, stream, revision, event_id as "eventId", type, effective_date as "effectiveDate", institution, recorded_at as "recordedAt", data, metadata from facts where seq > $1 order by seq limit $2`, [seq, limit]);
    readMs += performance.now() - a;
    return rows; } } });
  for (;;) { const { rows } = await owner.query(`select seq::int from projection_checkpoints`); if (rows[0]?.seq === n) break; await new Promise((r) => setTimeout(r, 50)); }
  const s = (performance.now() - t) / 1000;
  console.log(`${n / s} facts/s, read ${readMs}`, (await owner.query('select page from loan_page limit 1')).rows[0]);
  ending.abort(); await f; await pool.end(); await owner.end(); await db.drop();
  expect(1).toBe(1);
}, 120_000);
