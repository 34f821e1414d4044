import { decodeCursor, type KeysetPage, keysetPage } from '#keyset';

export interface PageAsked {
  readonly limit: number;
  readonly cursor?: string;
}

/** Definitions are few: all are read, and one page of them is shown. `all` is in the order of `firstSeq`. */
export const definitionsPage = <Version extends { readonly firstSeq: number }, Answer>(
  all: readonly Version[],
  { limit, cursor }: PageAsked,
  answer: (version: Version) => Answer,
): KeysetPage<Answer> => {
  const [after] = cursor === undefined ? [0] : decodeCursor(cursor, ['seq']);
  const { items, next } = keysetPage(
    all.filter(({ firstSeq }) => firstSeq > after),
    limit,
    ({ firstSeq }) => [firstSeq],
  );
  return { items: items.map(answer), next };
};
