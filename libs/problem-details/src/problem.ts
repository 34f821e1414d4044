import type { ProblemDocument } from '#contract';
import { problemStatusOf, ruleCatalogue, type RuleCode } from '#rules';

/** Problems other than broken rules: status and title, in both languages. */
export const problemWords = {
  unauthenticated: { status: 401, en: 'A valid key is needed', zh: '需要有效密钥' },
  forbidden: { status: 403, en: 'This key may not do this', zh: '该密钥无此权限' },
  'not-found': { status: 404, en: 'There is no such thing', zh: '不存在' },
  'method-not-allowed': { status: 405, en: 'This path does not take this method', zh: '该路径不接受此方法' },
  timeout: { status: 408, en: 'The request did not arrive in time', zh: '请求超时' },
  conflict: { status: 409, en: 'It conflicts with what is there', zh: '与现有内容或状态冲突' },
  'too-large': { status: 413, en: 'The body is larger than the registry takes', zh: '请求体过大' },
  'unsupported-media-type': {
    status: 415,
    en: 'This content type is not taken here',
    zh: '不支持的内容类型',
  },
  'invalid-request': { status: 400, en: 'The request is not understood', zh: '请求无法解析' },
  unprocessable: {
    status: 422,
    en: 'The body is not what the request says of it',
    zh: '请求内容与声明不符',
  },
  'too-many-requests': { status: 429, en: 'Too many requests', zh: '请求过于频繁' },
  internal: { status: 500, en: 'Something broke; it is in the log', zh: '内部错误，已记录' },
  'not-built': { status: 501, en: 'This is part of the contract but not built yet', zh: '该功能尚未实现' },
  unavailable: { status: 503, en: 'The registry cannot answer now', zh: '服务暂不可用' },
  'not-yet-projected': { status: 504, en: 'The position is not projected yet', zh: '该位置尚未投影' },
  'storage-full': { status: 507, en: 'The storage is full; reading goes on', zh: '存储已满，仍可查询' },
} as const;

export type ProblemWord = keyof typeof problemWords;

/** What to do about a line of a stream or file that is no report, or none that is read. */
export const lineCures: Readonly<Partial<Record<ProblemWord, { readonly en: string; readonly zh: string }>>> =
  {
    'invalid-request': {
      en: 'Write the report as one JSON object in UTF-8 on a line of its own, and send it again.',
      zh: '请将报告写成一个 UTF-8 编码的 JSON 对象，单独占一行，然后重新报送。',
    },
    'too-large': {
      en: 'Look for a line feed that is missing between two reports, or a text that is too long, and send it again.',
      zh: '请检查两份报告之间是否缺少换行，或有文本过长，更正后重新报送。',
    },
  };

export const isProblemWord = (word: string): word is ProblemWord => Object.hasOwn(problemWords, word);

/** An error of a member. `pointer`: a JSON pointer (RFC 6901) into the body, or `?name` for a query parameter. */
interface ProblemMember {
  readonly pointer: string;
  readonly rule?: RuleCode;
  readonly message: string;
}

/** A problem document (RFC 9457), whose `rule` is a rule of the registry. */
export interface Problem extends ProblemDocument {
  readonly rule?: RuleCode;
  readonly outcome?: 'not-recorded' | 'unknown';
  readonly errors?: readonly ProblemMember[];
}

type More = Pick<Problem, 'detail' | 'outcome' | 'retryable' | 'position' | 'errors' | 'ended'>;

/** Problems whose title alone does not say what to do: these need a detail. */
type ExplainedWord = 'conflict' | 'too-large' | 'invalid-request' | 'unprocessable';

type Explained = More & (Required<Pick<More, 'detail'>> | Required<Pick<More, 'errors'>>);

export const problem = <Word extends ProblemWord>(
  word: Word,
  ...[more = {}]: Word extends ExplainedWord ? [Explained] : [More?]
): Problem => ({
  type: `/problems/${word}`,
  title: problemWords[word].en,
  status: problemWords[word].status,
  ...more,
});

/** A broken rule. `detail` may add to the message the figures of the decision. */
interface Broken extends Required<ProblemMember> {
  readonly detail?: string;
}

/** A refusal by rules of the registry, named by the first. `unlisted`: number of violations that are not listed. */
export const refusalProblem = (
  violated: readonly [Broken, ...Broken[]],
  {
    retryable = false,
    unlisted = 0,
    later,
  }: {
    readonly retryable?: boolean;
    readonly unlisted?: number;
    readonly later?: NonNullable<Problem['later']>;
  } = {},
): Problem => {
  const [{ rule, message, detail = message }] = violated;
  return {
    type: `/problems/${rule}`,
    title: ruleCatalogue[rule].en,
    status: problemStatusOf(rule),
    rule,
    detail,
    outcome: 'not-recorded',
    retryable,
    errors: [
      ...violated.map((each) => ({ pointer: each.pointer, rule: each.rule, message: each.message })),
      ...(unlisted > 0 ? [{ pointer: '', rule, message: `and ${unlisted} more` }] : []),
    ],
    ...(later ? { later } : {}),
  };
};
