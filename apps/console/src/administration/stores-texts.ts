/** Of what the registry keeps its log and its tables in. */
const en = {
  logStore: 'The log is in',
  engines: { postgresql: 'PostgreSQL', eventstoredb: 'EventStoreDB' },
  database: 'Database of the tables',
  head: 'Last fact in order',
  answers: '✓ answers',
  silentStore: '✗ does not answer',
};

const zh: typeof en = {
  logStore: '日志存储',
  engines: { postgresql: 'PostgreSQL', eventstoredb: 'EventStoreDB' },
  database: '查询数据库',
  head: '最新事实序号',
  answers: '✓ 正常应答',
  silentStore: '✗ 没有应答',
};

export const storesTexts = { en, zh };
