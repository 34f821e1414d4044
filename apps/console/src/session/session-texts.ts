const en = {
  title: 'Sign in',
  lead: 'With the key that the administrator of the registry gave you.',
  key: 'Key',
  submit: 'Sign in',
  wrong: 'This key is none, or is not valid any more.',
  wrongLink: 'This link was used already, or is older than a quarter of an hour. Sign in with the key.',
  tooMany: 'Too many attempts. Try again in a second.',
  wrongEnded:
    'This key is not valid any more: it was revoked, or its time is over. Ask the administrator for another.',
  ended: {
    key: 'You were signed out: your key is not valid any more. It was revoked, or its time is over. Ask the administrator for another.',
    session: 'You were signed out: the session came to its end. Sign in again with the same key.',
  },
  byLink: 'Signing in …',
  already: 'You are signed in already; the link was not used. To use it, sign out first.',
  unsafe:
    'The key is kept by nobody: the browser holds a session that no script can read, for twelve hours at most.',
};

const zh: typeof en = {
  title: '登录',
  lead: '请使用系统管理员发给您的密钥。',
  key: '密钥',
  submit: '登录',
  wrong: '密钥无效或已失效。',
  wrongLink: '此链接已使用过，或已超过一刻钟。请使用密钥登录。',
  tooMany: '尝试次数过多，请稍后再试。',
  wrongEnded: '此密钥已失效：已被吊销或已过期。请向系统管理员申请新的密钥。',
  ended: {
    key: '您已被退出：您的密钥已失效（已被吊销或已过期）。请向系统管理员申请新的密钥。',
    session: '您已被退出：会话已结束。请使用原密钥重新登录。',
  },
  byLink: '正在登录……',
  already: '您已登录，该链接未被使用。如需使用，请先退出登录。',
  unsafe: '密钥不会被保存：浏览器只保留脚本无法读取的会话，最长十二小时。',
};

export const sessionTexts = { en, zh };
