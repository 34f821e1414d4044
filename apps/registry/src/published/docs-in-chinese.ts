import { chineseOfQueries } from './open-api/query-texts.js';

/*
 * What the OpenAPI document says of parameters and answers, in Chinese for `/docs`. The document is English, and its texts stand where
 * the routes are declared; a spec names each that is not here, and each here that is said nowhere any more.
 */

const ofParameters: Readonly<Record<string, string>> = {
  'Decides as if, and records nothing': '试运行：照常判定，但不记录',
  'Binary mode only: CloudEvents version, 1.0': '仅二进制模式：CloudEvents 版本，1.0',
  'Binary mode only: Id of the report': '仅二进制模式：报告标识',
  'Binary mode only: /institutions/{code} of the sender': '仅二进制模式：报送机构的 /institutions/{code}',
  'Binary mode only: Type of the report': '仅二进制模式：报告类型',
  'Binary mode only: What it is about: the id of the loan, the disbursement or the indicator':
    '仅二进制模式：报告对象，即贷款、投放或指标的标识',
  'Binary mode only: When it was made, RFC 3339': '仅二进制模式：生成时刻，RFC 3339',
  'Binary mode only: Address of the schema of the data': '仅二进制模式：数据结构定义的地址',
  'Binary mode only: application/json, as the header Content-Type says too':
    '仅二进制模式：application/json，与 Content-Type 标头一致',
  Id: '标识',
  'sha-256=:…:, of the body as it is sent (RFC 9530)': 'sha-256=:…:，为所发送正文的摘要（RFC 9530）',
  'Reports in the file': '文件中的报告条数',
  'Of a CSV file: the type of all its reports': 'CSV 文件：其中全部报告的类型',
  'Id of the last event that was seen': '最近收到的事件的标识',
  'Positions, comma-separated: the answer waits until they are projected':
    '位置，以逗号分隔：待其投影完成后再应答',
  'Milliseconds to wait at most': '最多等待的毫秒数',
  'Of a spreadsheet: `zh` for names of codes in Chinese; they are English otherwise':
    '表格文件：`zh` 表示代码名称用中文，否则用英文',
  Code: '代码',
  'Code of a target': '目标代码',
  'A year from 1900': '1900 年起的年份',
  'Code of an institution': '机构代码',
  "The bank's own id of the loan": '银行自编的贷款标识',
  'One key, one grant in this programme': '每个键在该方案内对应一次额度授予',
  'Key of a borrower': '借款人标识',
  'A unified social credit code': '统一社会信用代码',
  'A calendar day': '日期',
  'This registry, as browsers say': '本系统的来源地址，由浏览器给出',
  'The tag of what the caller has': '调用方已有内容的标签',
  '`zh`: in Chinese, else in English': '`zh` 为中文，否则为英文',
  '{type}.csv': '{type}.csv',
  '{type}.json': '{type}.json',
  'What follows': '其后的路径',
};

const ofAnswers: Readonly<Record<string, string>> = {
  'Recorded before (the same outcome, `repeated`), a batch, a stream, or a dry run':
    '此前已记录（结果相同，`repeated`），或为批量、流式、试运行',
  Recorded: '已记录',
  'The outcome, with its place in the log': '结果及其在日志中的位置',
  'The same file was received before: the first submission': '同一文件此前已接收：返回首次报送',
  Received: '已接收',
  'A file that opens in a spreadsheet': '可用表格软件打开的文件',
  'The submission': '该次报送',
  'Events named `progress`; the data of each is the submission as it stands':
    '名为 `progress` 的事件，数据为报送的当前状态',
  'It has ended, and the last event was seen': '已结束，且最后的事件已收到',
  'One line for each fault that was found so far': '至今发现的每处错误一行',
  'The receipt': '回执',
  'A page of refusals': '一页被拒绝的报告',
  'A page of programmes': '一页方案',
  'The programme': '该方案',
  'It stands like this already': '已是如此',
  'The next version': '下一版本',
  'Progress by target': '各目标的进度',
  'The series, and what it comes to': '序列及其合计',
  'A page of measures': '一页指标',
  'The measure': '该指标',
  'The series': '该序列',
  'The cells, in order of their keys': '各分项，按键排序',
  'A page of them, in the order of the log': '其中一页，按日志顺序',
  'A page of forecasts': '一页预测',
  'Events named `progress`; the data of each is the whole progress, its id the seq that it rests on':
    '名为 `progress` 的事件，数据为全部进度，标识为其所依据的序号',
  'The calendar': '该日历',
  'A page of loans': '一页贷款',
  'The loan': '该笔贷款',
  'A page of the history': '一页历史',
  'A page of disbursements': '一页投放',
  'A page of allocations': '一页额度',
  'Granted before under this key': '此前已凭该键授予',
  Granted: '已授予',
  'A page of bailout programmes': '一页纾困方案',
  'The borrower': '该借款人',
  'A page of claims': '一页首贷户申报',
  'The claim': '该申报',
  'Decided like this before; nothing was recorded': '此前已如此裁定；未作记录',
  Decided: '已裁定',
  'A page of indicators': '一页指标数值',
  'The statement': '对账单',
  'Registered like this before; nothing was recorded': '此前已如此登记；未作记录',
  Registered: '已登记',
  'A page of institutions': '一页机构',
  'It stands like this already; nothing was recorded': '已是如此；未作记录',
  'The institution': '该机构',
  'Suspended like this already; nothing was recorded': '已如此暂停；未作记录',
  Suspended: '已暂停',
  'Not suspended': '未暂停',
  'A page of USCCs': '一页统一社会信用代码',
  'Accepted like this already, or its check character is right; nothing was recorded':
    '此前已如此认可，或校验位正确；未作记录',
  'Accepted, or for another reason': '已认可，或理由已更改',
  'The key': '该密钥',
  'A page of keys': '一页密钥',
  Revoked: '已吊销',
  'Lines of facts up to the head as it was when the request began, which Xudai-Basis-Seq names; a connection that breaks was not the end':
    '逐行给出事实，至请求开始时的日志末尾为止，其序号见 Xudai-Basis-Seq；连接中断不表示结束',
  'A page of anomalies': '一页可疑信号',
  'The target, and a page of what moved it': '该目标及一页影响它的事实',
  'It will be carried out': '将予执行',
  'The replay': '该次重放',
  'Events named `progress`; the data of each is the replay as it stands':
    '名为 `progress` 的事件，数据为重放的当前状态',
  'One for each projection that was checked': '每个已核对的投影一项',
  'As they answered within the last seconds': '以最近数秒内的应答为准',
  'A page of parked facts': '一页搁置的事实',
  'A page of rebuilds': '一页重建',
  'Signed in': '已登录',
  'The caller': '调用方',
  'Signed out': '已退出',
  'The document': '该文档',
  'Not changed': '未改变',
  'The page': '该网页',
  'The schema': '该结构定义',
  'The verifier key, on one line': '核验公钥，一行',
  'The console': '控制台',
  'The file': '该文件',
  'It lives': '运行中',
  'It is ready': '已就绪',
  'What the contract says of it, once it is built': '建成后按接口约定应答',
};

const inChinese: ReadonlyMap<string, string> = new Map([
  ...Object.entries(ofParameters),
  ...Object.entries(ofAnswers),
  ...chineseOfQueries,
]);

/** The Chinese of a text of the document, where there is one. */
export const chineseOf = (text: string): string | undefined => inChinese.get(text);

/** All that there is the Chinese of. */
export const textsInChinese: readonly string[] = [...inChinese.keys()];
