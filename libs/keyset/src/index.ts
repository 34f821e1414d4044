export { Conditions, Parameters } from './conditions.js';
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
