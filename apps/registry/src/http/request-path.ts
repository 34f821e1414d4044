/*
 * The path of a request is decoded once, before anything looks at it. Router, known paths, gate and metrics all see one spelling:
 * what need not be encoded is not, and what must be is in the usual form. So an encoded slash stays part of its segment, and what
 * was encoded twice is still encoded once.
 */

/** Longer than any id or code, however it is encoded. */
export const longestSegment = 500;

/** Where what is no path leads: there is none such. */
const noSuchPath = '/no-such-path';

/** A proxy, and any client that likes to, names the whole address (RFC 9112, 3.2.2). */
const originOf = /^https?:\/\/[^/?#]+/i;

const canonicalSegment = (segment: string): string | undefined => {
  const canonical = encodeURIComponent(decodeURIComponent(segment));
  // Empty and dot segments name nothing: clients and proxies remove them, each in its own way, and none of ours has them.
  const namesNothing = canonical === '' || canonical === '.' || canonical === '..';
  return namesNothing || canonical.length > longestSegment ? undefined : canonical;
};

const canonicalPath = (path: string): string | undefined => {
  if (path === '/') return path;
  const [before, ...segments] = path.split('/');
  if (before !== '' || segments.length === 0) return undefined;
  try {
    const canonical = segments.map(canonicalSegment);
    return canonical.includes(undefined) ? undefined : `/${canonical.join('/')}`;
  } catch (error) {
    // No UTF-8, or no two hex digits after a percent sign.
    if (error instanceof URIError) return undefined;
    throw error;
  }
};

/** The target of a request with its path in the one spelling; the query stays as it is. */
export const canonicalTarget = (target: string): string => {
  const local = target.replace(originOf, '');
  const mark = local.indexOf('?');
  const path = mark < 0 ? local : local.slice(0, mark);
  const canonical = canonicalPath(path === '' && local !== target ? '/' : path);
  return canonical === undefined ? noSuchPath : canonical + (mark < 0 ? '' : local.slice(mark));
};
