const en = {
  exact: 'Every figure to the fen',
  cut: {
    title: 'Which facts count',
    asOf: 'Effective up to',
    known: 'As known on',
    now: 'Now',
    live: 'Live: it moves with every fact',
    polled: 'Asked again every few seconds',
    asked: 'As it stood when this page was opened',
    fixed: 'As known then; it does not move',
    apply: 'Show',
  },
};

const zh: typeof en = {
  exact: '显示精确到分的数字',
  cut: {
    title: '计入哪些事实',
    asOf: '业务日期截至',
    known: '按当日所知',
    now: '现在',
    live: '实时:随每条事实更新',
    polled: '每隔几秒重新查询',
    asked: '打开此页时的情况',
    fixed: '按当时所知,不再变动',
    apply: '显示',
  },
};

export const figuresTexts = { en, zh };
