import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalTarget } from './request-path.js';

const nowhere = '/no-such-path';

describe('the path of a request', () => {
  it.each([
    ['as it is', '/v1/loans/C1/L-1_2.3~4', '/v1/loans/C1/L-1_2.3~4'],
    ['the root', '/', '/'],
    ['needlessly encoded', '/v1/%65vents', '/v1/events'],
    ['small hex digits', '/v1/x%3a%c3%a9', '/v1/x%3A%C3%A9'],
    ['reserved characters stay in their segment', '/v1/a;b=c,d@e:f', '/v1/a%3Bb%3Dc%2Cd%40e%3Af'],
    ['an encoded slash is no separator', '/v1/events/a%2fb', '/v1/events/a%2Fb'],
    ['an encoded question mark begins no query', '/v1/events/a%3Fb', '/v1/events/a%3Fb'],
    ['a fragment is none', '/v1/events#x', '/v1/events%23x'],
    ['encoded twice', '/v1/%2565vents', '/v1/%2565vents'],
    ['the query stays', '/v1/%6Coans?a=%6C//../?#b', '/v1/loans?a=%6C//../?#b'],
    ['the whole address', 'http://registry.example:7080/v1/%6Coans?limit=1', '/v1/loans?limit=1'],
    ['the whole address in capitals', 'HTTPS://REGISTRY.EXAMPLE/v1/loans', '/v1/loans'],
    ['an address without a path', 'http://registry.example', '/'],
    ['an address with a query alone', 'http://registry.example?x=1', '/?x=1'],
  ])('%s', (_, target, expected) => {
    expect(canonicalTarget(target)).toBe(expected);
  });

  it.each([
    ['an empty segment', '/v1//loans'],
    ['a slash at the end', '/v1/loans/'],
    ['two slashes', '//v1/loans'],
    ['a dot segment', '/v1/./loans'],
    ['two dots', '/v1/x/../loans'],
    ['encoded dots', '/v1/%2e%2E/loans'],
    ['no UTF-8', '/v1/%ff'],
    ['no hex digits', '/v1/%zz'],
    ['half an escape', '/v1/loans%'],
    ['a segment beyond all bounds', `/v1/${'a'.repeat(501)}`],
    ['another scheme', 'ftp://registry.example/v1/loans'],
    ['an address without a host', 'http:///v1/loans'],
    ['a star', '*'],
    ['no slash at the beginning', 'v1/loans'],
    ['nothing', ''],
  ])('%s leads nowhere', (_, target) => {
    expect(canonicalTarget(target)).toBe(nowhere);
  });

  it('has one canonical spelling, which is its own canonical spelling', () => {
    const hex = (text: string): string =>
      [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
    const segment = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .filter((text) => text !== '.' && text !== '..' && !/\p{Cs}/u.test(text));
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        const usual = `/${segments.map(encodeURIComponent).join('/')}`;
        expect(canonicalTarget(usual)).toBe(usual);
        expect(canonicalTarget(`/${segments.map(hex).join('/')}`)).toBe(usual);
        expect(canonicalTarget(`http://host${usual}`)).toBe(usual);
      }),
    );
  });
});
