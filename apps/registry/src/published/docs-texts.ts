import type { Role } from '#facts';

/** In which `/docs` is read; the document that machines read is English. */
export type DocsLanguage = 'en' | 'zh';

const en = {
  title: 'Xudai: HTTP interface',
  lead: 'The HTTP interface of the registry. The same as an <a href="/openapi.json">OpenAPI 3.1 document</a>. <a href="/">To the console</a>.',
  keys: 'Every request carries <code>Authorization: Bearer xk_…</code>, a key that the administrator makes. Errors are RFC 9457 problem documents, <code>application/problem+json</code>; the page that <code>type</code> names says what to do.',
  other: '<a href="/docs?lang=zh" lang="zh" hreflang="zh">中文</a>',
  asPrograms:
    'Open an operation for what it takes and what it answers, with an example of either. Names of operations, parameters and members are those of programs.',
  whoMay: 'Who may do what',
  whoMayLead: 'What everybody with a key may read stands below; here is what a role may do beside.',
  reportTypes: 'Report types',
  reportTypesLead:
    'What <a href="#sendReports">POST /v1/events</a> takes. Each type has a whole report as an example; its schema says what every member may be.',
  schema: 'JSON Schema',
  takes: 'Takes',
  parameters: 'Parameters',
  name: 'Name',
  in: 'In',
  places: { path: 'path', query: 'query', header: 'header' },
  what: 'What',
  required: 'required',
  problems: 'Problems:',
  noKey: 'no key needed',
  roles: { bank: 'bank', supervisor: 'supervisor', auditor: 'auditor', admin: 'admin' },
  users: {
    bank: 'A bank sends reports and files, mends them, and sees what is its own.',
    supervisor:
      'A supervisor defines programmes, targets and measures, decides contests, and sees all figures.',
    auditor: 'An auditor reads every fact, replays the history, and holds figures against it.',
    admin: 'An administrator registers institutions, makes keys, and looks after projections.',
  } satisfies Record<Role, string>,
};

const zh: typeof en = {
  title: '续贷：HTTP 接口',
  lead: '本页是登记系统的 HTTP 接口，与 <a href="/openapi.json">OpenAPI 3.1 文档</a>内容相同。<a href="/?lang=zh">进入控制台</a>。',
  keys: '每个请求须带 <code>Authorization: Bearer xk_…</code>，密钥由管理员签发。错误按 RFC 9457 以 <code>application/problem+json</code> 返回，其 <code>type</code> 所指页面用中英文说明原因和处理办法。',
  other: '<a href="/docs" lang="en" hreflang="en">English</a>',
  asPrograms: '展开任一操作可见其参数、请求示例和应答示例。操作名称、参数和字段与程序一致。',
  whoMay: '各角色可做什么',
  whoMayLead: '凡持有密钥者均可读取的内容见下文；此处列出各角色另外可做的操作。',
  reportTypes: '报告类型',
  reportTypesLead:
    '即 <a href="#sendReports">POST /v1/events</a> 所接受的内容。每种类型附一份完整示例；各字段的取值见其 JSON Schema。',
  schema: 'JSON Schema（字段定义）',
  takes: '请求体',
  parameters: '参数',
  name: '名称',
  in: '位置',
  places: { path: '路径', query: '查询', header: '标头' },
  what: '说明',
  required: '必填',
  problems: '可能的错误：',
  noKey: '无需密钥',
  roles: { bank: '银行', supervisor: '监管人员', auditor: '审计人员', admin: '管理员' },
  users: {
    bank: '报送单条报告或文件、修正被拒绝的报告、查看本行数据。',
    supervisor: '定义方案、目标和指标，裁定首贷户争议，查看全部数字。',
    auditor: '读取每条事实，重放历史并与所示数字比对。',
    admin: '登记机构、签发密钥、维护投影。',
  },
};

export const docsTexts: Readonly<Record<DocsLanguage, typeof en>> = { en, zh };
