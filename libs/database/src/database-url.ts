export interface DatabaseUrl {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** @throws TypeError that does not repeat the text, which holds a password */
export const readDatabaseUrl = (text: string): DatabaseUrl => {
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol))
    throw new TypeError(
      'The address of a database has the form postgres://user:password@host:port/database.',
    );
  const url = new URL(text);
  const database = decodeURIComponent(url.pathname.slice(1));
  const user = decodeURIComponent(url.username);
  if (!database || !user) throw new TypeError('The address of a database names a user and a database.');
  return { user, password: decodeURIComponent(url.password), database };
};

/** The same server and login, another database. */
export const withDatabase = (text: string, database: string): string => {
  const url = new URL(text);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
};

/** The same server and database, another login. */
export const withLogin = (text: string, user: string, password: string): string => {
  const url = new URL(text);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
};
