/** Characters that take two columns of a terminal: Chinese, Japanese and Korean ones, and what stands among them. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/g;

const widthOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0);

const isNumber = (text: string): boolean => /^-?[\d,.]+%?$/.test(text);

/** Lines of equal columns; a column of numbers ends on the right. */
export const textTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] => {
  const widths = head.map((name, at) =>
    Math.max(...[name, ...rows.map((row) => row[at] ?? '')].map(widthOf)),
  );
  const onTheRight = head.map(
    (_, at) =>
      rows.length > 0 && rows.every((row) => ['', '–'].includes(row[at] ?? '') || isNumber(row[at] ?? '')),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const room = ' '.repeat((widths[at] ?? 0) - widthOf(cell));
        return onTheRight[at] ? room + cell : cell + room;
      })
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
};

/** `1234567.00` as `1,234,567.00`. */
export const grouped = (decimal: string): string => {
  const [whole = '', fraction] = decimal.split('.');
  return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...(fraction === undefined ? [] : [fraction])].join('.');
};
