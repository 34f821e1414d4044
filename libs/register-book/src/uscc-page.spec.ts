import { describe, expect, it } from '@jest/globals';
import { bankA, registered, sequenced, usccAccepted } from './testing/register-facts.js';
import { usccPage } from './register-book.projection.js';

describe('the page of an accepted USCC', () => {
  it('has the last reason and the seq of its fact, and ignores other facts', () => {
    const code = '913100001322602501';
    const facts = sequenced([
      usccAccepted(code, 'issued so'),
      registered(bankA),
      usccAccepted(code, 'by letter'),
    ]);
    const pages = facts.map((_, last) => facts.slice(0, last + 1).reduce(usccPage, undefined as never));
    expect(pages).toEqual([
      { code, reason: 'issued so', seq: 11 },
      { code, reason: 'issued so', seq: 11 },
      { code, reason: 'by letter', seq: 13 },
    ]);
  });
});
