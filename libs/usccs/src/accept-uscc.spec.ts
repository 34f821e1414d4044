import { describe, it } from '@jest/globals';
import { factOf, given } from '#testing';
import { acceptedUscc, acceptUscc } from './accept-uscc.js';

// The check character of 9131000013226025 is X.
const code = '913100001322602501';
const accepted = (reason: string) => factOf('UsccAccepted', { code, reason });

describe('a USCC whose check character fails', () => {
  it('is accepted with its reason', () => {
    given(acceptedUscc)
      .when(acceptUscc(code, 'issued so'))
      .thenRecorded({ type: 'UsccAccepted', data: { code, reason: 'issued so' } });
  });

  it('is accepted once for one reason, and again for another', () => {
    given(acceptedUscc, accepted('issued so')).when(acceptUscc(code, 'issued so')).thenUnchanged();
    given(acceptedUscc, accepted('issued so'))
      .when(acceptUscc(code, 'by letter'))
      .thenRecorded({ data: { reason: 'by letter' } });
    given(acceptedUscc, accepted('issued so'), accepted('by letter'))
      .when(acceptUscc(code, 'issued so'))
      .thenRecorded({ data: { reason: 'issued so' } });
  });

  it('of the legacy list is accepted as any other', () => {
    given(acceptedUscc).when(acceptUscc('91350100M0001TGQXM', 'of the list')).thenRecorded();
  });

  it('is refused where its check character is right', () => {
    given(acceptedUscc).when(acceptUscc('91310000132260250X', 'sure')).thenUnchanged();
  });

  it('is refused with another form', () => {
    for (const text of ['', code.slice(1), `${code}0`, 'I'.repeat(18), `${code}\n`, code.replace('9', 'a')])
      given(acceptedUscc).when(acceptUscc(text, 'no')).thenRefused('no-uscc');
  });
});
