import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import pg from 'pg';
import type { SubmissionRefusal } from '#contract';
import { isProblemWord, lineCures, problemWords } from '#problem-details';
import { figureNames, isRuleCode, ruleCatalogue } from '#rules';
import { byteOrderMark, csvLine } from '#spreadsheets';
import type { LineRefusal } from './outcome-counts.js';

/* What is wrong with a line, for who reads Chinese: the rule's title, and the figures behind it or what the schema asks for. */

const nameOf = (figure: string): string =>
  Object.hasOwn(figureNames, figure) ? figureNames[figure as keyof typeof figureNames] : figure;

/** `(amount 5.00, outstanding 4.00)`, as they stand after the English title. */
const figuresIn = (after: string): readonly string[] =>
  (/^ \((.*)\)$/.exec(after)?.[1] ?? '')
    .split(', ')
    .filter((figure) => figure !== '')
    .map((figure) => figure.replace(/^\S+/, nameOf));

/** Of what a schema says that which needs more than two words; codes and names of members stay as they are. */
const asked: readonly (readonly [RegExp, string])[] = [
  [
    /^has a cell in column (\d+), and the first line names (\d+): .*/,
    '第 $1 列有内容，而首行只有 $2 列，多为逗号未加引号',
  ],
  [
    /^has a member that the schema does not know, or one that does not go with the others$/,
    '含有未定义的成员，或成员之间不能同时出现',
  ],
  [/^has a member that the schema does not know$/, '含有未定义的成员'],
  [/^must have the members (.*)$/, '应有成员 $1'],
  [/^must be given as (.*)$/, '类型应为 $1'],
  [/^must be one of (.*)$/, '应为以下之一：$1'],
  [/^must have at least (\d+) items$/, '不少于 $1 项'],
  [/^must have at most (\d+) items$/, '不超过 $1 项'],
  [/^must have at least (\d+) characters$/, '不少于 $1 个字符'],
  [/^must have at most (\d+) characters$/, '不超过 $1 个字符'],
  [/^must be at least (\S+)$/, '不小于 $1'],
  [/^must be at most (\S+)$/, '不大于 $1'],
  [/^must be a whole number of basis points: .*/, '应为整数基点，如 rateBp 为 380 表示年利率 3.80 %'],
  [/^must be yuan with two decimals as text.*/, '金额应为文本，以元为单位并保留两位小数，小数点前最多 15 位'],
  [
    /^must be yuan with two decimals or a whole number, as text, at most (\d+) digits before the point$/,
    '应为以元为单位并保留两位小数的金额，或整数，均为文本，小数点前最多 $1 位',
  ],
  [
    /^must be yuan with two decimals for CNY, a whole number for COUNT$/,
    'CNY 为以元为单位并保留两位小数的金额，COUNT 为整数，均为文本',
  ],
  [/^must be a calendar day .*/, '应为日历上存在的日期 YYYY-MM-DD，不早于 1900-01-01'],
  [/^must be a time of day .*/, '应为时间 HH:MM:SS'],
  [/^must be an RFC 3339 date-time$/, '应为 RFC 3339 日期时间'],
  [/^must be 1 to 64 of .*/, '编号为 1 至 64 位 A-Z a-z 0-9 _ . : -，且不得为 . 或 ..'],
  [/^must be 1 to 200 characters .*/, '文本为 1 至 200 个字符，采用 NFC 规范形式，不含控制字符'],
  [/^must be 64 lower-case hex digits$/, '应为 64 位小写十六进制数字'],
  [/^must not repeat a tag$/, '标签不得重复'],
  [/^must be USCC for an ENTERPRISE$/, 'kind 为 ENTERPRISE(企业)时须用 USCC'],
  [/^must be PERSON_TOKEN for a BUSINESS_OWNER$/, 'kind 为 BUSINESS_OWNER(经营者)时须用 PERSON_TOKEN'],
  [/^is given only for an ENTERPRISE$/, '仅 kind 为 ENTERPRISE(企业)时可填'],
  [/^must hold at most (\S+) members and items in all$/, '成员与列表项合计不超过 $1'],
  [
    /^has a member that is neither a CloudEvents attribute nor .*/,
    '含有既非 CloudEvents 属性、也非扩展属性(小写字母与数字；文本、整数或布尔值)的成员',
  ],
  [/^must be a report type .*/, '报文类型未知'],
  [/^must be a CloudEvents 1\.0 object$/, '应为 CloudEvents 1.0 的 JSON 对象'],
  [
    /^must be a CloudEvents 1\.0 object, not an array: .*/,
    '应为 CloudEvents 1.0 的 JSON 对象，而不是数组：多份报告请按批次报送，或以 NDJSON 每行一份',
  ],
  [/^is not taken: the data is JSON and stands in data$/, '不接受该成员：数据为 JSON，应放在 data 中'],
  [/^must be given once, as percent-encoded UTF-8$/, '只能给出一次，并以百分号编码的 UTF-8 书写'],
  [/^must be (\S+)$/, '应为 $1'],
];

/** Why a line is no report that can be read. */
const unread: readonly (readonly [RegExp, string])[] = [
  [/^.*: it is not well-formed JSON\.$/, '不是合法的 JSON'],
  [
    /^.*: it is a part of JSON that goes over several lines, .*/,
    '是跨多行的 JSON 的一部分，而每份报告应单独占一行',
  ],
  [/^.*: it is of an array, .*/, '是 JSON 数组的一部分，而各行报告之间既无括号也无逗号'],
  [/^.*: it is not UTF-8\.$/, '不是 UTF-8 编码'],
  [/^.*: it is GB18030 \(GBK\), not UTF-8\.$/, '是 GB18030(GBK)编码,不是 UTF-8'],
  [/^.*: it begins with a byte-order mark\.$/, '以字节顺序标记开头'],
  [/^.*: it is nested deeper than (\d+)\.$/, '嵌套超过 $1 层'],
  [/^.*: a string holds a lone surrogate\.$/, '字符串含有不成对的代理项'],
  [/^.*: a string holds U\+0000\.$/, '字符串含有 U+0000'],
  [/^.*: a number is beyond 2\^53 − 1\.$/, '数值超过 2^53 − 1'],
  [/^A report has at most ([\d,]+) bytes\.$/, '一份报告最多 $1 字节'],
  [
    /^A report has at most ([\d,]+) bytes\. .*array.*/,
    '一份报告最多 $1 字节；该行以数组开头，而每行应为一份报告',
  ],
];

const saidIn = (texts: typeof unread, message: string): string => {
  const found = texts.find(([form]) => form.test(message));
  return found ? message.replace(...found) : '';
};

/** Empty where the title has to do. */
const askedIn = (message: string): string => {
  const [, ofMissing] = /^is missing: (.*)$/.exec(message) ?? [];
  if (ofMissing !== undefined) return ['缺失', askedIn(ofMissing)].filter((text) => text !== '').join('，');
  return saidIn(asked, message);
};

const wordZh = (word: string, message: string): string => {
  const title = isProblemWord(word) ? problemWords[word].zh : '无法解析';
  const why = saidIn(unread, message);
  return why === '' ? title : `${title}(${why})`;
};

export const refusalTextZh = ({ rule, message }: Pick<LineRefusal, 'rule' | 'message'>): string => {
  if (!isRuleCode(rule)) return wordZh(rule, message);
  const { en, zh } = ruleCatalogue[rule];
  const more = message.startsWith(en) ? figuresIn(message.slice(en.length)).join(',') : askedIn(message);
  return more === '' ? zh : `${zh}(${more})`;
};

const linesAtOnce = 1_000;

type Row = Omit<LineRefusal, 'type'>;

/** In the order of the file, some at a time, so that none of the database is held between two parts. */
async function* pagesOf(
  database: Pick<pg.Pool, 'query'>,
  id: string,
): AsyncGenerator<readonly Row[], void, undefined> {
  let [line, no] = [0, 0];
  for (;;) {
    const { rows } = await database.query<Row>(
      `select line, no, report_id as id, rule, pointer, message, retryable from submission_refusal
        where submission = $1 and (line, no) > ($2, $3) order by line, no limit $4`,
      [id, line, no, linesAtOnce],
    );
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    [line, no] = [last.line, last.no];
  }
}

const refusalOf = (row: Row): SubmissionRefusal => {
  const { line, id, rule, pointer, message, retryable } = row;
  const cureOfWord = isProblemWord(rule) ? (lineCures[rule] ?? null) : null;
  const cure = isRuleCode(rule) ? ruleCatalogue[rule].cure : cureOfWord;
  return { line, id, rule, pointer, message: { en: message, zh: refusalTextZh(row) }, retryable, cure };
};

/**
 * SHA-256 (hex) over a JSON array `[line, id, rule, pointer, retryable]` and a line feed for each refusal. Texts are no part of it: they
 * may be put better one day.
 */
export const digestOfRefusals = async (database: Pick<pg.Pool, 'query'>, id: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const rows of pagesOf(database, id))
    for (const { line, id: report, rule, pointer, retryable } of rows)
      hash.update(`${JSON.stringify([line, report, rule, pointer, retryable])}\n`);
  return hash.digest('hex');
};

/** What is wrong with the lines of a file. */
@Injectable()
export class SubmissionRefusals {
  constructor(private readonly pool: pg.Pool) {}

  async *pages(id: string): AsyncGenerator<readonly SubmissionRefusal[], void, undefined> {
    for await (const rows of pagesOf(this.pool, id)) yield rows.map(refusalOf);
  }
}

type Pages = AsyncGenerator<readonly SubmissionRefusal[], void, undefined>;

export async function* refusalsAsLines(pages: Pages): AsyncGenerator<string, void, undefined> {
  for await (const page of pages) yield page.map((refusal) => `${JSON.stringify(refusal)}\n`).join('');
}

const columns = 'line,id,rule,pointer,message.en,message.zh,retryable,cure.en,cure.zh'.split(',');

const lineOf = ({ line, id, rule, pointer, message, retryable, cure }: SubmissionRefusal): string => {
  const texts = [message.en, message.zh, retryable, cure?.en ?? '', cure?.zh ?? ''];
  return csvLine([line, id, rule, pointer, ...texts]);
};

export async function* refusalsAsCsv(pages: Pages): AsyncGenerator<string, void, undefined> {
  yield byteOrderMark + csvLine(columns);
  for await (const page of pages) yield page.map(lineOf).join('');
}
