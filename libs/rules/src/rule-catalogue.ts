/** What a rule says, in both languages, for problem documents, refusal lists and the page at `/problems/{code}`. */
export interface RuleText {
  /** R refuses; W is recorded with the fact. */
  readonly kind: 'R' | 'W';
  readonly en: string;
  readonly zh: string;
  /** What to do about it. */
  readonly cure: { readonly en: string; readonly zh: string };
}

const rule = (kind: RuleText['kind'], en: string, zh: string, cureEn: string, cureZh: string): RuleText => ({
  kind,
  en,
  zh,
  cure: { en: cureEn, zh: cureZh },
});

const mend = [
  'Correct the report and send it again under the same id.',
  '更正报文后以原编号重新报送。',
] as const;
const none = ['Nothing: the report is recorded, with this mark.', '无需处理:报文已登记并附此标记。'] as const;

/** Every code of the contract, one line each; the compiler asks for a line when a code is used that is not here. */
const catalogue = {
  'SCH-R01': rule(
    'R',
    'The envelope or the data does not match the schema',
    '报文信封或数据不符合规范',
    'See the pointers in `errors` and the schema of the type, then send again under the same id.',
    '请按 errors 中的位置及该类型的规范更正,以原编号重新报送。',
  ),
  'IDN-R01': rule(
    'R',
    'Unified Social Credit Code malformed or its check character wrong',
    '统一社会信用代码格式或校验码错误',
    ...mend,
  ),
  'IDN-R02': rule(
    'R',
    'Person token malformed or of another key version',
    '个人标识令牌格式错误或密钥版本不符',
    ...mend,
  ),
  'IDN-R03': rule(
    'R',
    'The source is not the authenticated institution',
    '报文来源与认证机构不一致',
    'Send with the key of the institution named in `source`.',
    '请使用 source 所载机构的密钥报送。',
  ),
  'IDN-R04': rule(
    'R',
    'The report holds a resident identity number',
    '报文含居民身份证号码',
    'Remove the number; a person is named only by a token.',
    '请删除身份证号码;个人仅以令牌表示。',
  ),
  'IDN-R05': rule(
    'R',
    'The institution is suspended',
    '机构已被暂停报送',
    'Send again once the suspension is lifted.',
    '恢复报送资格后重新报送。',
  ),
  'IDN-R06': rule(
    'R',
    'This kind of institution may not send this type',
    '该类机构无权报送此类型',
    'Have it sent by an institution that may.',
    '请由有权机构报送。',
  ),
  'DUP-R01': rule(
    'R',
    'Another content was recorded under this id',
    '该编号下已登记不同内容',
    'Give a new report a new id.',
    '新报文请使用新编号。',
  ),
  'DUP-R02': rule(
    'R',
    'The loan id is already used by this institution',
    '贷款编号已被本机构使用',
    'Use the loan id of the new loan.',
    '请使用新贷款的编号。',
  ),
  'REF-R01': rule('R', 'District, industry or indicator unknown', '区划、行业或指标代码未知', ...mend),
  'REF-R02': rule(
    'R',
    'The loan, disbursement or report referred to is not known for this institution',
    '所引用的贷款、纾困发放或报文在本机构名下不存在',
    'Send what it refers to first, then this report again.',
    '请先报送所引用的业务,再重新报送本报文。',
  ),
  'REF-R03': rule('R', "The indicator's unit is another", '指标计量单位不符', ...mend),
  'TIM-R01': rule(
    'R',
    'The effective date is in the future',
    '生效日期晚于今日',
    'Send it on or after that day.',
    '请于该日或之后报送。',
  ),
  'TIM-R02': rule(
    'R',
    '`time` is ahead, or the signing or reference date is after the effective date',
    '时间超前,或签约日、基准日晚于生效日',
    ...mend,
  ),
  'TIM-R03': rule('R', 'Effective before what it builds on began', '生效日期早于所依据业务的起始日', ...mend),
  'TIM-R04': rule(
    'R',
    'Maturity not after the start, or the dates of the opening position out of order',
    '到期日不晚于起始日,或期初日期顺序错误',
    ...mend,
  ),
  'TIM-W05': rule(
    'W',
    'Recorded more than one day after the effective date',
    '登记日晚于生效日一日以上',
    ...none,
  ),
  'ISS-R01': rule(
    'R',
    'Principal not above zero, or above the limit for a micro or small borrower',
    '本金不为正,或超过小微企业限额',
    ...mend,
  ),
  'ISS-W03': rule('W', 'Inclusive loan above ten million yuan', '普惠标签贷款本金超过一千万元', ...none),
  'ISS-R06': rule('R', 'Rate outside the permitted range', '利率超出允许范围', ...mend),
  'LON-R01': rule(
    'R',
    'The loan is not active',
    '贷款非存续状态',
    'Check the loan id; a loan that ended takes no further events.',
    '请核对贷款编号;已结束的贷款不再接受报文。',
  ),
  'LON-W02': rule(
    'W',
    'Dated before the increase that it lives on: the outstanding closes below zero on some day',
    '减少的日期早于其所依托的增加:按日期排列,未偿本金某日日终为负',
    'If the day is wrong, correct it; else nothing is to be done.',
    '日期有误请更正,否则无需处理。',
  ),
  'RNW-R01': rule(
    'R',
    'The loan to renew is not active',
    '拟续贷的贷款非存续状态',
    'Check the loan id; a loan that ended cannot be renewed.',
    '请核对贷款编号;已结束的贷款不能续贷。',
  ),
  'RNW-R02': rule(
    'R',
    'Renewed amount exceeds the outstanding principal or is not above zero',
    '续贷金额超过未偿本金或不为正',
    ...mend,
  ),
  'RNW-R03': rule(
    'R',
    'The renewal number is not the next one',
    '续贷序号不连续',
    'Send the missing renewals first, or correct the number.',
    '请先报送缺失的续贷,或更正序号。',
  ),
  'RNW-R04': rule(
    'R',
    'Signed or effective after the old maturity',
    '签约日或生效日晚于原到期日',
    'A loan past its maturity is not a seamless renewal.',
    '逾期后的展续不属于无还本续贷。',
  ),
  'RNW-R05': rule(
    'R',
    'Principal or interest was overdue',
    '本金或利息逾期',
    'Only a loan without arrears is renewed seamlessly.',
    '仅无逾期的贷款可无还本续贷。',
  ),
  'RNW-R06': rule(
    'R',
    'Classification not allowed for a seamless renewal on that day',
    '该日该五级分类不得无还本续贷',
    'See the dates from which each class is allowed.',
    '请查阅各分类允许续贷的起始日期。',
  ),
  'RNW-R07': rule(
    'R',
    'Product or size of borrower not open to seamless renewal',
    '产品或企业规模不适用无还本续贷',
    'Report it as what it is: repaid and issued anew.',
    '请据实报送:先结清再新发放。',
  ),
  'RNW-R08': rule('R', 'New maturity not after the old one', '新到期日不晚于原到期日', ...mend),
  'RNW-W11': rule(
    'W',
    'Signed more than 90 days before the old maturity',
    '签约日早于原到期日九十日以上',
    ...none,
  ),
  'RNW-W12': rule(
    'W',
    'Third or later renewal, or a chain over 36 months',
    '第三次及以上续贷,或续贷链超过三十六个月',
    ...none,
  ),
  'RNW-W13': rule('W', 'A special-mention loan was renewed', '关注类贷款续贷', ...none),
  'RNW-W14': rule('W', 'Part of the outstanding principal was not renewed', '部分未偿本金未续贷', ...none),
  'EXT-R01': rule('R', 'Extension not later than the maturity', '展期到期日不晚于原到期日', ...mend),
  'REP-R01': rule('R', 'Repayment above the outstanding principal', '还款金额超过未偿本金', ...mend),
  'REP-R02': rule(
    'R',
    'Repayment not above zero, or its number already used',
    '还款金额不为正,或还款编号已使用',
    ...mend,
  ),
  'WOF-R01': rule('R', 'Write-off above the outstanding principal', '核销金额超过未偿本金', ...mend),
  'WOF-R02': rule('R', 'Write-off not above zero', '核销金额不为正', ...mend),
  'FTB-R01': rule(
    'R',
    "The loan is another borrower's, or not effective",
    '贷款属其他借款人,或未生效',
    ...mend,
  ),
  'FTB-R02': rule(
    'R',
    'The loan carries a claim already',
    '该贷款已有首贷申报',
    'Reverse the earlier claim first.',
    '请先撤销原申报。',
  ),
  'FTB-R04': rule(
    'R',
    'The loan is an opening position, or was renewed already',
    '贷款为期初存量,或已续贷',
    'Such a loan cannot make its borrower a first-time borrower.',
    '此类贷款不能认定首贷户。',
  ),
  'FTB-R05': rule('R', 'Enquiry after the drawdown', '征信查询日晚于放款日', ...mend),
  'FTB-W06': rule(
    'W',
    'Enquiry more than 30 days before the drawdown',
    '征信查询日早于放款日三十日以上',
    ...none,
  ),
  'FTB-R07': rule(
    'R',
    "The loan's borrower is large",
    '借款人为大型企业',
    'Large firms are not counted as first-time borrowers.',
    '大型企业不计入首贷户。',
  ),
  'BLO-R01': rule(
    'R',
    'Bailout programme unknown, or not open on the effective date',
    '纾困计划不存在,或生效日不在计划期内',
    'Send it once the programme is open on that day.',
    '请待计划在该日开放后报送。',
  ),
  'BLO-R02': rule(
    'R',
    "The institution's allocation would be exceeded",
    '超出本机构纾困额度',
    'Send it again once more is granted or returned.',
    '请待额度增加或资金收回后重新报送。',
  ),
  'BLO-R03': rule(
    'R',
    'Disbursement id already used in this programme',
    '该计划下发放编号已使用',
    'Use the id of the new disbursement.',
    '请使用新发放的编号。',
  ),
  'BLO-R04': rule('R', 'Returned more than disbursed', '收回金额超过发放金额', ...mend),
  'BLO-R05': rule('R', 'Amount not above zero', '金额不为正', ...mend),
  'BLO-R06': rule(
    'R',
    'Allocations would exceed the cap, the cap fall below what is granted, or a cap come or go',
    '额度合计超过上限,上限低于已分配额度,或增设、取消上限',
    'Raise the cap first, or grant less; with or without a cap another programme is defined.',
    '请先提高上限,或减少分配;是否设上限须另立计划。',
  ),
  'BLO-R07': rule('R', "The loan named is another borrower's", '所引用贷款属其他借款人', ...mend),
  'COR-R01': rule(
    'R',
    'The report was reversed already, or is itself a correction or reversal',
    '该报文已撤销,或本身为更正、撤销',
    'Correct the original report.',
    '请更正原始报文。',
  ),
  'COR-R02': rule(
    'R',
    'With the change applied a later fact would break a rule',
    '更正后后续业务将违反规则',
    'Correct or reverse the later reports listed first.',
    '请先更正或撤销所列后续报文。',
  ),
  'COR-R03': rule(
    'R',
    'A correction may not change the borrower or the bailout programme',
    '更正不得变更借款人或纾困计划',
    'Reverse the report and send it anew.',
    '请撤销原报文后重新报送。',
  ),
  'COR-R04': rule(
    'R',
    'The correction changes nothing',
    '更正内容与原内容相同',
    'Nothing is to be done.',
    '无需处理。',
  ),
} as const satisfies Record<string, RuleText>;

export type RuleCode = keyof typeof catalogue;

export const ruleCatalogue: Readonly<Record<RuleCode, RuleText>> = catalogue;

export const isRuleCode = (code: string): code is RuleCode => Object.hasOwn(catalogue, code);
