import { strToU8, Zip, ZipDeflate } from 'fflate';
import { cellOf, type Column, looksLikeFormula, nameOf } from './columns.js';

/*
 * Streams a workbook in Office Open XML (ECMA-376) row by row; only what the compressor buffers is in memory. Text cells are typed as text,
 * which no spreadsheet runs. Text that looks like a formula also has the apostrophe style, so that it stays text when it is edited.
 */

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const ofPackage = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Most rows of a sheet; further rows are on the next sheet. */
const mostRows = 1_048_576;
/** Most characters of a cell. */
const mostCharacters = 32_767;
/** Digits that a spreadsheet keeps of a number; longer numbers are written as text. */
const mostDigits = 15;

/** Indexes into `cellXfs` of the style sheet below. */
const style = { plain: 0, behindApostrophe: 1, head: 2 } as const;

const styles = `${xml}<styleSheet xmlns="${main}"><fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf quotePrefix="1"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`;

const packageRelations = `${xml}<Relationships xmlns="${ofPackage}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

/** Escapes markup, and replaces characters that XML 1.0 does not allow. */
const escaped = (text: string): string =>
  text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    // oxlint-disable-next-line no-control-regex -- these are the characters that XML has not
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Cs}/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');

const shortened = (text: string): string =>
  text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;

/** The letters of a column from 0 on: A, B … Z, AA … */
const lettersOf = (at: number): string =>
  (at < 26 ? '' : lettersOf(Math.floor(at / 26) - 1)) + String.fromCharCode(65 + (at % 26));

/** The XML of a cell: its attributes without the reference, and its content. */
interface Content {
  readonly attributes: string;
  readonly content: string;
}

const textContent = (text: string, as: number): Content => ({
  attributes: ` t="inlineStr"${as === style.plain ? '' : ` s="${as}"`}`,
  content: `<is><t xml:space="preserve">${escaped(shortened(text))}</t></is>`,
});

const isExact = (text: string): boolean => text.replaceAll(/\D/g, '').length <= mostDigits;

const contentOf = (cell: string | number | boolean, isNumber: boolean): Content => {
  if (typeof cell === 'boolean') return { attributes: ' t="b"', content: `<v>${cell ? 1 : 0}</v>` };
  const text = String(cell);
  if (isNumber && isExact(text)) return { attributes: '', content: `<v>${text}</v>` };
  return textContent(text, looksLikeFormula(text) ? style.behindApostrophe : style.plain);
};

/** The XML of a row, with explicit references, which some readers require. Empty cells are left out. */
const rowXml = (row: number, contents: readonly (Content | null)[]): string => {
  const cells = contents.map((each, at) =>
    each ? `<c r="${lettersOf(at)}${row}"${each.attributes}>${each.content}</c>` : '',
  );
  return `<row r="${row}">${cells.join('')}</row>`;
};

const itemXml = (row: number, columns: readonly Column[], item: unknown): string =>
  rowXml(
    row,
    columns.map((column) => {
      const cell = cellOf(item, column);
      return cell === null ? null : contentOf(cell, column.kind === 'number');
    }),
  );

const sheetHead = (columns: readonly Column[]): string =>
  `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>${rowXml(
    1,
    columns.map((column) => textContent(nameOf(column), style.head)),
  )}`;

const sheetEnd = '</sheetData></worksheet>';

const numbered = (sheets: number, each: (no: number) => string): string =>
  Array.from({ length: sheets }, (_, at) => each(at + 1)).join('');

const workbookXml = (sheets: number): string =>
  `${xml}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${numbered(sheets, (no) => `<sheet name="${no}" sheetId="${no}" r:id="rId${no}"/>`)}</sheets></workbook>`;

const workbookRelations = (sheets: number): string =>
  `${xml}<Relationships xmlns="${ofPackage}/relationships">${numbered(sheets, (no) => `<Relationship Id="rId${no}" Type="${relations}/worksheet" Target="worksheets/sheet${no}.xml"/>`)}<Relationship Id="rIdStyles" Type="${relations}/styles" Target="styles.xml"/></Relationships>`;

const contentTypes = (sheets: number): string =>
  `${xml}<Types xmlns="${ofPackage}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${numbered(sheets, (no) => `<Override PartName="/xl/worksheets/sheet${no}.xml" ContentType="${types}.worksheet+xml"/>`)}</Types>`;

/** A ZIP file under construction, whose compressed bytes are taken part by part. */
class Packed {
  private readonly ready: Uint8Array[] = [];
  private readonly zip = new Zip((error, chunk) => {
    if (error) throw error;
    this.ready.push(chunk);
  });
  private open: ZipDeflate | undefined;

  begin(name: string): void {
    this.open = new ZipDeflate(name, { level: 6 });
    this.zip.add(this.open);
  }

  add(text: string): void {
    this.open?.push(strToU8(text));
  }

  end(text = ''): void {
    this.open?.push(strToU8(text), true);
  }

  whole(name: string, text: string): void {
    this.begin(name);
    this.end(text);
  }

  close(): void {
    this.zip.end();
  }

  *taken(): Generator<Uint8Array, void, undefined> {
    yield* this.ready.splice(0);
  }
}

/** The workbook of a table, whose rows come in parts, on as many sheets as they need. */
export async function* workbookOf(
  columns: readonly Column[],
  parts: AsyncIterable<readonly unknown[]>,
  rowsOfASheet = mostRows,
): AsyncGenerator<Uint8Array, void, undefined> {
  const file = new Packed();
  let [sheets, rows] = [0, rowsOfASheet];
  const beginSheet = (): void => {
    if (sheets > 0) file.end(sheetEnd);
    sheets += 1;
    rows = 1;
    file.begin(`xl/worksheets/sheet${sheets}.xml`);
    file.add(sheetHead(columns));
  };
  beginSheet();
  for await (const items of parts) {
    for (const item of items) {
      if (rows === rowsOfASheet) beginSheet();
      rows += 1;
      file.add(itemXml(rows, columns, item));
    }
    yield* file.taken();
  }
  file.end(sheetEnd);
  file.whole('xl/workbook.xml', workbookXml(sheets));
  file.whole('xl/_rels/workbook.xml.rels', workbookRelations(sheets));
  file.whole('xl/styles.xml', styles);
  file.whole('_rels/.rels', packageRelations);
  file.whole('[Content_Types].xml', contentTypes(sheets));
  file.close();
  yield* file.taken();
}
