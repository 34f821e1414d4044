export {
  charactersOf,
  decodeCursor,
  encodeCursor,
  filterValues,
  type KeysetPage,
  keysetPage,
  MalformedCursor,
  mostCharacters,
  pagesAhead,
} from './keyset-page.js';
