/** What a connection string says, for a client whose calls bring their credentials themselves. */
export interface Connection {
  readonly address: string;
  readonly credentials: { readonly username: string; readonly password: string };
}

/**
 * A store that nobody finds gives up soon and is looked for again by who asks: the client's own way would keep a command waiting
 * for minutes.
 */
const discovery = { gossipTimeout: 2, maxDiscoverAttempts: 2 };

/** In a store without TLS the client leaves credentials off, whatever they are. */
const nobody = { username: 'nobody', password: 'nothing' };

const credentials = /^[a-z+]+:\/\/([^:/@]+):([^@/]+)@/;

const ownTimeout = /[?&]keep[_-]?alive[_-]?timeout=(-?\d+)/i;
/** The client's own, and what takes the place of none. */
const timeoutMs = { unsaid: 10_000, none: 1_000_000_000 };

/**
 * Clients of one process share their connections where all that they were told is the same, and with them the pause before
 * another try. Nothing else tells connections apart from outside: the n-th waits n milliseconds longer for the answer to a ping.
 */
const ofItsOwn = (url: string, turn: number): string => {
  const said = ownTimeout.exec(url)?.[1];
  const ms = said === undefined ? timeoutMs.unsaid : Number(said);
  return `keepAliveTimeout=${(ms < 0 ? timeoutMs.none : ms) + turn}`;
};

/** What a connection string says; each turn is given a connection that no other has. */
export const connectionOf = (url: string, turn: number): Connection => {
  const [, username, password] = credentials.exec(url) ?? [];
  const missing = Object.entries(discovery).filter(([name]) => !new RegExp(`[?&]${name}=`, 'i').test(url));
  const more = [...missing.map(([name, value]) => `${name}=${value}`), ofItsOwn(url, turn)].join('&');
  return {
    address: `${url}${url.includes('?') ? '&' : '?'}${more}`,
    credentials:
      username === undefined || password === undefined
        ? nobody
        : { username: decodeURIComponent(username), password: decodeURIComponent(password) },
  };
};
