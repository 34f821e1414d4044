/*
 * Text from outside, as a terminal may have it: names of files, and what a registry answers. Control characters would move the cursor,
 * clear the screen or begin a line that looks like ours, and those that turn the direction of writing show another name than there is.
 */

/** Controls (C0, DEL, C1), line and paragraph separators, and marks, embeddings, overrides and isolates of the direction. */
const unsafe = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** On one line, whatever it holds. */
export const plain = (text: string): string => text.replaceAll(unsafe, escaped);

/** Lines as they are put together here; what is in them is plain. */
export const plainLines = (text: string): string => text.split('\n').map(plain).join('\n');

/** JSON of the same value, in which such characters are escaped also where JSON does not ask for it. */
export const plainJson = (value: unknown): string => plain(JSON.stringify(value));
