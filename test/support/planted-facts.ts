import pg from 'pg';

/** Facts of streams that no figure is made of, straight into the log: as many as wanted, quickly. */
export const plantFacts = async (
  databaseUrl: string,
  count: number,
  { institution = 'C1010211000012', padding = 0 }: { institution?: string; padding?: number } = {},
): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `with head as (select coalesce(max(seq), 0) as seq, max(recorded_at) as at from facts), planted as (
       insert into facts (seq, stream, revision, event_id, type, institution, recorded_at, data, metadata)
       select head.seq + n, 'submission-' || $1::text || '-' || (head.seq + n), 0, gen_random_uuid(), 'SubmissionReceived', $1,
              coalesce(head.at, now()),
              ('{"no":' || n || ',  "no":' || n || ',"text":"' || repeat('中', $3::integer / 3) || '","amount":1.10}')::json,
              '{"reportId":null,"flags":[],"stampedAt":"2024-01-01T00:00:00.000Z"}'
         from head, generate_series(1, $2::integer) as series (n)
       returning seq)
     select pg_notify('xudai_facts', max(seq)::text) from planted`,
    [institution, count, padding],
  );
  await client.end();
};
