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

export const connectionOf = (url: string): Connection => {
  const [, username, password] = credentials.exec(url) ?? [];
  const missing = Object.entries(discovery).filter(([name]) => !new RegExp(`[?&]${name}=`, 'i').test(url));
  const more = missing.map(([name, value]) => `${name}=${value}`).join('&');
  return {
    address: more === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${more}`,
    credentials:
      username === undefined || password === undefined
        ? nobody
        : { username: decodeURIComponent(username), password: decodeURIComponent(password) },
  };
};
