/**
 * Keeps what a released version made of some facts, for `test/reliability/upgraded-data.spec.ts`: all rows of all its tables, and
 * what it answered. Run beside that version, at rest, on its embedded database; see "A release" in CONTRIBUTING.md.
 *
 *   node test/released/keep.mjs NAME DATA_DIRECTORY ADDRESS SUPERVISORS_KEY
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

import pg from 'pg';

const [name = '', dataDirectory = '', address = '', key = ''] = process.argv.slice(2);

/** As of days that have passed: what goes by today would differ tomorrow. */
const days = ['2024-06-30', '2024-12-31'];

/** @param {string} question */
const ask = async (question) => {
  const answer = await fetch(`${address}${question}`, { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok) throw new Error(`${question}: ${answer.status} ${await answer.text()}`);
  return /** @type {any} */ (await answer.json());
};

const { items: programmes } = await ask('/v1/programmes');
const { items: loans } = await ask('/v1/loans?limit=200');
const questions = [
  ...programmes.flatMap((/** @type {any} */ { code }) =>
    days.map((day) => `/v1/programmes/${code}/progress?effectiveAsOf=${day}`),
  ),
  '/v1/loans?limit=200',
  '/v1/first-time-borrowers?limit=200',
  '/v1/indicators?limit=200',
  '/v1/bailout/disbursements?limit=200',
  '/v1/bailout/allocations?limit=200',
  '/v1/institutions?limit=200',
  '/v1/measures?limit=200',
  ...loans
    .slice(0, 20)
    .map((/** @type {any} */ { institution, loanId }) => `/v1/loans/${institution}/${loanId}/history`),
];
/** @type {Record<string, unknown>} */
const answers = {};
for (const question of questions) answers[question] = await ask(question);

const { owner } = JSON.parse(readFileSync(path.join(dataDirectory, 'database-passwords.json'), 'utf8'));
const { port } = JSON.parse(readFileSync(path.join(dataDirectory, 'postgres.json'), 'utf8'));
const client = new pg.Client(`postgres://xudai_owner:${owner}@127.0.0.1:${port}/xudai`);
await client.connect();
await client.query('begin isolation level repeatable read, read only');
const { rows } = await client.query(
  `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
);
/** Texts of PostgreSQL's, never parsed here: numbers of any length stay as they are. @type {Record<string, string>} */
const tables = {};
for (const { name: table } of rows) {
  const found = await client.query(`select coalesce(json_agg(t), '[]')::text as rows from "${table}" t`);
  tables[table] = found.rows[0].rows;
}
await client.end();

const file = `test/released/${name}.gz`;
writeFileSync(file, gzipSync(JSON.stringify({ tables, answers }), { level: 9 }));
console.log(`${file}: ${Object.keys(tables).length} tables, ${questions.length} answers`);
