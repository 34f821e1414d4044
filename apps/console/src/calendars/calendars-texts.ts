import type { Same } from '../shell/same-texts.js';

const en = {
  title: 'Calendars',
  lead: 'Mainland China works through some weekends to make holidays longer, by a notice for each year. Pace and forecasts count the working days of the calendar CN; a year that is not set has none.',
  years: 'Years of {{code}}',
  none: 'No year of this calendar is set yet.',
  year: 'Year',
  off: 'Working days of the week that are off',
  worked: 'Weekend days that are worked',
  version: 'Version',
  amend: 'Amend',
  amendOf: 'Amend {{year}}',
  set: 'Set a year',
  setOf: 'Set {{year}}',
  days: '{{title}} (one a line, YYYY-MM-DD)',
  save: 'Record it',
  leave: 'Set another year',
  saved: '{{year}} is recorded as version {{version}}.',
  stood: '{{year}} stands like this already; nothing was recorded.',
};

const zh: Same<typeof en> = {
  title: '工作日历',
  lead: '国务院办公厅每年通知节假日安排，部分周末调休上班。进度要求与预测按日历 CN 的工作日计算；未设置的年份无法计算。',
  years: '{{code}} 已设年份',
  none: '该日历尚未设置任何年份。',
  year: '年份',
  off: '周一至周五中的放假日',
  worked: '周末中的上班日',
  version: '版本',
  amend: '修改',
  amendOf: '修改 {{year}} 年',
  set: '设置年份',
  setOf: '设置 {{year}} 年',
  days: '{{title}}（每行一个，YYYY-MM-DD）',
  save: '记录',
  leave: '设置其他年份',
  saved: '{{year}} 年已记录，版本 {{version}}。',
  stood: '{{year}} 年与现有内容相同，未新增记录。',
};

export const calendarsTexts = { en, zh };
