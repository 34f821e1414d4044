import type { Same } from '../shell/same-texts.js';

const en = {
  title: 'Accepted credit codes',
  lead: 'Unified social credit codes that are lawful although their check character fails. A report with any other such code is refused. What is accepted stays accepted.',
  list: 'Accepted codes',
  none: 'No code is accepted in this way.',
  code: 'Credit code (18 characters)',
  reason: 'Reason',
  reasonHint: 'What shows that the code is lawful; everybody sees it',
  fact: 'Fact',
  accept: 'Accept a code',
  doAccept: 'Accept it',
  accepted: '{{code}} is accepted.',
  stood: 'Nothing was recorded: {{code}} is lawful already.',
};

const zh: Same<typeof en> = {
  title: '认可的信用代码',
  lead: '校验码不符但经核实合法的统一社会信用代码。含其他校验不符代码的报送将被拒绝。一经认可，不再撤销。',
  list: '已认可代码',
  none: '尚无以此方式认可的代码。',
  code: '统一社会信用代码（18 位）',
  reason: '理由',
  reasonHint: '证明代码合法的依据；所有用户可见',
  fact: '事实序号',
  accept: '认可代码',
  doAccept: '认可',
  accepted: '{{code}} 已认可。',
  stood: '未新增记录：{{code}} 本已合法。',
};

export const usccsTexts = { en, zh };
