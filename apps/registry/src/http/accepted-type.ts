const spreadsheets = ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];

interface AcceptedRange {
  readonly range: string;
  readonly quality: number;
}

const rangesOf = (accept: string): readonly AcceptedRange[] =>
  accept.split(',').map((part) => {
    const [range = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    return { range, quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
  });

/** The quality that the most specific range gives the type (RFC 9110, 12.5.1); 0 where none takes it. */
const qualityOf = (type: string, ranges: readonly AcceptedRange[]): number => {
  for (const range of [type, `${type.split('/', 1)[0]}/*`, '*/*']) {
    const found = ranges.find((each) => each.range === range);
    if (found) return found.quality;
  }
  return 0;
};

/** Whether the caller would rather have a spreadsheet than JSON. */
export const prefersSpreadsheet = (accept: string | undefined): boolean => {
  if (accept === undefined) return false;
  const ranges = rangesOf(accept);
  const json = qualityOf('application/json', ranges);
  return spreadsheets.some(
    (type) => ranges.some(({ range }) => range === type) && qualityOf(type, ranges) > json,
  );
};
