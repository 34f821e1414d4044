export { decodeCursor, encodeCursor, MalformedCursor } from './keyset-cursor.js';
export { filterValues, type KeysetPage, keysetPage } from './keyset-page.js';
export { charactersOf, mostCharacters } from './page-size.js';
export { pagesAhead } from './pages-ahead.js';
