/** Of deciding contests, and of what was decided. */
const en = {
  decide: 'Decide the contest',
  decideLead:
    'Your decision is recorded as a fact with your key, and the figures follow it. A later decision takes its place.',
  decided: 'A supervisor has decided this contest. It can be decided anew.',
  whichFirst: 'Which claim goes first?',
  reason: 'Reason',
  reasonHint: 'What shows it: contract, time stamp of the transfer, a letter',
  record: 'Record the decision',
  done: 'Your decision is recorded; what is shown follows it.',
  decisions: 'Decisions of supervisors',
  decidedFor: 'Goes first',
  decidedBy: 'Decided by',
};

const zh: typeof en = {
  decide: '裁定争议',
  decideLead: '裁定将连同您的密钥记录为事实，各项数字随之更新。此后的裁定可取代本次裁定。',
  decided: '监管人员已裁定该争议，可重新裁定。',
  whichFirst: '以哪一笔申报为先？',
  reason: '理由',
  reasonHint: '依据：合同、放款时间凭证、函件等',
  record: '记录裁定',
  done: '裁定已记录，页面显示已随之更新。',
  decisions: '监管裁定',
  decidedFor: '优先认定',
  decidedBy: '裁定人',
};

export const contestsTexts = { en, zh };
