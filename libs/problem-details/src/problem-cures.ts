import type { ProblemWord } from './problem.js';

interface Texts {
  readonly en: string;
  readonly zh: string;
}

const explained = (cause: Texts, cure: Texts) => ({ cause, cure });
const texts = (en: string, zh: string): Texts => ({ en, zh });

/** Why each problem that is no rule is answered, and what its receiver does about it. */
export const problemCures: Readonly<Record<ProblemWord, { readonly cause: Texts; readonly cure: Texts }>> = {
  unauthenticated: explained(
    texts(
      'No key was sent, or it is none of this registry, has expired or was revoked.',
      '未提供密钥，或密钥不属于本登记处、已过期或已被撤销。',
    ),
    texts(
      'Send the key as Authorization: Bearer; ask the administrator for another where it has ended.',
      '请以 Authorization: Bearer 提供密钥；密钥失效的，请向管理员申请新密钥。',
    ),
  ),
  forbidden: explained(
    texts('The key is valid and of a role that may not do this.', '密钥有效，但其角色无权执行此操作。'),
    texts('Use a key of a role that /docs names for this path.', '请使用 /docs 中该路径所列角色的密钥。'),
  ),
  'not-found': explained(
    texts(
      'The path or what it names is not there, or is of another institution.',
      '路径或其所指对象不存在，或属于其他机构。',
    ),
    texts('Look at the spelling; lists show what there is.', '请检查拼写；可从列表中查询现有对象。'),
  ),
  'method-not-allowed': explained(
    texts('The path exists and takes other methods.', '路径存在，但不接受该方法。'),
    texts('Use one that the header Allow names.', '请使用 Allow 标头所列的方法。'),
  ),
  timeout: explained(
    texts('The request, or its next part, did not arrive in time.', '请求或其后续部分未按时到达。'),
    texts(
      'Look at the connection, and send the same again under the same ids.',
      '请检查网络连接，并以相同编号重新发送。',
    ),
  ),
  conflict: explained(
    texts(
      'What is there already, or its state, does not go with what was asked; detail says what.',
      '现有内容或其状态与请求冲突，详见 detail。',
    ),
    texts(
      'Read what is there, and ask for what is meant now; wait where retryable is true.',
      '请先查询现有内容再提出请求；retryable 为 true 时请稍后重试。',
    ),
  ),
  'too-large': explained(
    texts(
      'The body, the file or one report has more bytes, reports or items than are taken; detail has the limit.',
      '请求体、文件或单份报告超过上限，上限见 detail。',
    ),
    texts(
      'Send less at once; of a line, look for a line feed that is missing.',
      '请分批发送；若为单行，请检查是否缺少换行。',
    ),
  ),
  'unsupported-media-type': explained(
    texts(
      'Content type, coding or the encoding of the text is none that this path takes.',
      '该路径不接受此内容类型、压缩方式或文字编码。',
    ),
    texts(
      'Use one that detail names, and save text as UTF-8.',
      '请使用 detail 所列的类型，文本请另存为 UTF-8。',
    ),
  ),
  'invalid-request': explained(
    texts(
      'A header, a parameter or the body cannot be read; errors or detail say where.',
      '标头、参数或请求体无法解析，位置见 errors 或 detail。',
    ),
    texts(
      'Mend the places named and send it again; nothing was recorded.',
      '请更正所列之处后重新发送；本次未登记任何内容。',
    ),
  ),
  unprocessable: explained(
    texts(
      'The body has another digest or count of reports than its headers say.',
      '请求体的摘要或报告份数与标头声明不符。',
    ),
    texts(
      'Compute both from the bytes that are sent, and send the whole file again; nothing was recorded.',
      '请按实际发送的字节重新计算，并重新发送整个文件；本次未登记任何内容。',
    ),
  ),
  'too-many-requests': explained(
    texts(
      'More was asked with this key than it may ask at once, or too much of it waits.',
      '该密钥的请求过于频繁，或等待处理的内容过多。',
    ),
    texts(
      'Wait for the seconds of Retry-After, then send the same again.',
      '请等待 Retry-After 所示秒数后重新发送。',
    ),
  ),
  internal: explained(
    texts('The registry has a fault, which its log tells.', '登记处发生故障，原因已写入日志。'),
    texts(
      'Send the same again; where it stays so, tell the operator the time.',
      '请重新发送；若仍失败，请将时间告知运维人员。',
    ),
  ),
  'not-built': explained(
    texts('The contract has this, and this version does not.', '接口约定中有此功能，但当前版本尚未实现。'),
    texts(
      'Do without it until a later version; CHANGELOG.md says what there is.',
      '请等待后续版本；已有功能见 CHANGELOG.md。',
    ),
  ),
  unavailable: explained(
    texts(
      'The registry starts, ends or has no room, or its database does not answer.',
      '登记处正在启动、停止或繁忙，或数据库无响应。',
    ),
    texts(
      'Wait for Retry-After and send the same again under the same ids, also where outcome is unknown: nothing counts twice.',
      '请等待 Retry-After 后以相同编号重新发送；outcome 为 unknown 时亦然，不会重复计入。',
    ),
  ),
  'not-yet-projected': explained(
    texts(
      'What was recorded is not in the pages yet, within the time that was given.',
      '已登记的内容在规定时间内尚未反映到查询结果中。',
    ),
    texts(
      'Ask again, with a longer Await-Timeout or without Await-Position.',
      '请再次查询，或延长 Await-Timeout，或不使用 Await-Position。',
    ),
  ),
  'storage-full': explained(
    texts(
      'The disk of the registry has too little room to record; reading goes on.',
      '登记处磁盘空间不足，无法登记；仍可查询。',
    ),
    texts(
      'Wait for Retry-After and send the same again; the operator makes room.',
      '请等待 Retry-After 后重新发送；由运维人员释放空间。',
    ),
  ),
};
