/** Of one refused report in a form. */
const en = {
  mend: 'Mend',
  mendLine: 'Mend line {{line}}',
  mendLead:
    'The report as it stands in the file. Put right what is wrong, try it, and send it by itself: it counts at once, the file stays as it was.',
  chooseAgain:
    'Choose the file again: the registry gives no content back, and this browser has forgotten it.',
  anotherFile: 'That is another file.',
  noSuchLine: 'The file has no such line.',
  notJson: 'The line is no JSON. Write it anew.',
  asJson: 'The report as JSON',
  tryReport: 'Try it',
  sendReport: 'Send it',
  wouldBe: {
    recorded: 'It would be recorded.',
    repeated: 'It was recorded before, just like this.',
    refused: 'It would be refused:',
  },
  mended: 'Mended',
  sentReport: 'It is recorded.',
  sentBefore: 'It was recorded before, just like this.',
  leave: 'Leave it',
};

const zh: typeof en = {
  mend: '修正',
  mendLine: '修正第 {{line}} 行',
  mendLead: '文件中的原报告。请改正错误，先试报，再单独报送：报送后立即计入，原文件不变。',
  chooseAgain: '请重新选择该文件：系统不返回报告内容，浏览器也已不再保留该文件。',
  anotherFile: '这是另一个文件。',
  noSuchLine: '文件没有这一行。',
  notJson: '该行不是有效的 JSON，请重新填写。',
  asJson: '报告（JSON）',
  tryReport: '试报',
  sendReport: '报送',
  wouldBe: { recorded: '可以记录。', repeated: '此前已有相同记录。', refused: '将被拒绝：' },
  mended: '已修正',
  sentReport: '已记录。',
  sentBefore: '此前已有相同记录。',
  leave: '取消',
};

export const mendingTexts = { en, zh };
