/** Characters that are not seen and turn round, or hide, what stands beside them. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const numbered = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** One picture that is written as several with joiners between them. */
const picture =
  /\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})*(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})*)+/gu;

const numberedIn = (text: string): string => text.replaceAll(unseen, numbered);

/** With what is not seen told by its number; a joiner within a picture is a part of it. */
export const seenText = (text: string): string => {
  const pictures = text.match(picture) ?? [];
  return text
    .split(picture)
    .map((between, place) => `${numberedIn(between)}${pictures[place] ?? ''}`)
    .join('');
};
