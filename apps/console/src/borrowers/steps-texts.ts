import type { Same } from '../shell/same-texts.js';

/** Of the steps of a claim, and of the facts that it follows from. */
const en = {
  steps: 'Step by step',
  said: {
    recognised: 'Recognised: it is the first-time claim of the borrower.',
    decided: 'A supervisor decided that this claim goes first: {{more}}',
    EARLIER_CLAIM: 'Superseded: another claim was drawn first.',
    CONTEST_DECIDED: 'Superseded: a supervisor decided for another claim.',
    PRIOR_LOAN: 'Denied: the borrower had a loan already, drawn on {{more}}.',
    LOAN_WITHDRAWN: 'Withdrawn: the loan was cancelled or its report reversed.',
    CLAIM_WITHDRAWN: 'Withdrawn: the bank took the claim back.',
    DRAWDOWN_CHANGED: 'Recognition ended: the drawdown of the loan was corrected to another day.',
  },
  countsOne: 'It counts as one borrower from here.',
  countsNoMore: 'It was the recognised claim until here and counts no more.',
  inForce: 'In force.',
  ofDrawdown: 'drawdown {{day}}',
  recordedAt: 'recorded {{at}}',
  followsFrom: 'follows from {{what}}, fact',
  notAllSteps: 'Of what was recorded of these claims only the last part is shown.',
  stands: 'In force',
  yes: 'yes',
  replacedBy: 'no, replaced by fact {{seq}}',
  undoneBy: 'no, undone by fact {{seq}}',
};

const zh: Same<typeof en> = {
  steps: '逐步经过',
  said: {
    recognised: '已认定：为该借款人的首贷户申报。',
    decided: '监管人员裁定以此笔申报为先：{{more}}',
    EARLIER_CLAIM: '被取代：另一笔申报发放在先。',
    CONTEST_DECIDED: '被取代：监管人员裁定归另一笔申报。',
    PRIOR_LOAN: '未认定：该借款人此前已有贷款，发放于 {{more}}。',
    LOAN_WITHDRAWN: '已撤回：贷款已取消，或其报告已撤销。',
    CLAIM_WITHDRAWN: '已撤回：银行撤回了申报。',
    DRAWDOWN_CHANGED: '原认定终止：贷款发放日已更正为另一日。',
  },
  countsOne: '自此计为一户。',
  countsNoMore: '此前为已认定的申报，自此不再计入。',
  inForce: '现行有效。',
  ofDrawdown: '发放日 {{day}}',
  recordedAt: '记录于 {{at}}',
  followsFrom: '依据{{what}}，即事实',
  notAllSteps: '这些申报的记录较多，仅显示最近部分。',
  stands: '是否有效',
  yes: '是',
  replacedBy: '否，由第 {{seq}} 条事实替代',
  undoneBy: '否，由第 {{seq}} 条事实撤销',
};

export const stepsTexts = { en, zh };
