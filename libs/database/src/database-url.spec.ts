import { describe, expect, it } from '@jest/globals';
import { readDatabaseUrl, withDatabase, withLogin } from './named-database.connection.js';

describe('the address of a database', () => {
  it('names login and database', () => {
    expect(readDatabaseUrl('postgres://app%40x:p%2Fw%25@host:5432/my%20db?sslmode=require')).toEqual({
      user: 'app@x',
      password: 'p/w%',
      database: 'my db',
    });
  });

  it.each([
    '',
    'host/db',
    'http://a:secret@host/db',
    'postgres://host/db',
    'postgres://a:secret@host',
    'postgres://a:secret@:x/',
  ])('is not %j, which is not repeated', (text) => {
    expect(() => readDatabaseUrl(text)).toThrow(/^The address of a database (?!.*secret)/);
  });

  it('can be changed to another login and another database of the server', () => {
    const url = withLogin(withDatabase('postgres://a:b@host:5432/c?x=y', 'd/e f'), 'u:1', 'p@%/');
    expect(url).toBe('postgres://u%3A1:p%40%25%2F@host:5432/d%2Fe%20f?x=y');
    expect(readDatabaseUrl(url)).toEqual({ user: 'u:1', password: 'p@%/', database: 'd/e f' });
  });
});
