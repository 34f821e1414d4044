/** Characters that are not seen and turn round, or hide, what stands beside them. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const numbered = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** With what is not seen told by its number. */
export const seenText = (text: string): string => text.replaceAll(unseen, numbered);

/** What somebody sent: text and nothing else, in a direction of its own, with nothing in it that is not seen. */
export const SentText = ({ text }: { readonly text: string }) => <bdi>{seenText(text)}</bdi>;
