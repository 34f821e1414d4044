import pg from 'pg';

const answerMs = 3_000;

/**
 * Whether a database answers, asked over a connection of its own: a pool whose connections are all taken says nothing about it.
 *
 * @throws what the database, or the way to it, says
 */
export const askDatabase = async (url: string): Promise<void> => {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'xudai availability',
    connectionTimeoutMillis: answerMs,
    query_timeout: answerMs,
  });
  // What is lost later than at a question has no other listener.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    // Not waited for: a database that hangs does not say goodbye.
    void client.end().catch(() => undefined);
  }
};
