import type { Fact } from '#contract';

/** A fact as its row holds it: `data` and `metadata` as the very text that was recorded, members in their order. */
export interface RecordedFact extends Omit<Fact, 'data' | 'metadata'> {
  readonly data: string;
  readonly metadata: string;
}

/** Line breaks between members are no content, those inside texts are escaped. */
const onOneLine = (json: string): string => json.replaceAll(/[\r\n]/g, ' ');

/** One line of NDJSON. What was recorded is not parsed, so that nothing of it can come out otherwise. */
export const factLine = ({ data, metadata, ...members }: RecordedFact): string =>
  `${JSON.stringify(members).slice(0, -1)},"data":${onOneLine(data)},"metadata":${onOneLine(metadata)}}\n`;
