export { decodeCursor, encodeCursor, MalformedCursor } from './keyset-cursor.js';
export { filterValues, type KeysetPage, keysetPage } from './keyset-page.js';
export { pagesAhead } from './pages-ahead.js';
