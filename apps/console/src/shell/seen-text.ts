/** Invisible characters, which may reorder or hide the text next to them. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const numbered = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** One picture that is written as several with joiners between them. */
const picture =
  /\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})*(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})*)+/gu;

const numberedIn = (text: string): string => text.replaceAll(unseen, numbered);

/** The text with invisible characters replaced by their numbers; a joiner within a picture stays. */
export const seenText = (text: string): string => {
  const pictures = text.match(picture) ?? [];
  return text
    .split(picture)
    .map((between, place) => `${numberedIn(between)}${pictures[place] ?? ''}`)
    .join('');
};
