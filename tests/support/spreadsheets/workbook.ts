import { type ZipPart, zipOf } from './zip.js';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const STRICT = 'http://purl.oclc.org/ooxml/spreadsheetml/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const STRICT_RELATIONS = 'http://purl.oclc.org/ooxml/officeDocument/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

export interface SheetXml {
  readonly name: string;
  /** What stands inside `<worksheet>`; null for a chart. */
  readonly inside: string | null;
  readonly state?: 'hidden' | 'veryHidden';
  /** Before `<worksheet>`. */
  readonly doctype?: string;
}

/** A workbook of the XML of its sheets, as other tools than ours write it. */
export function workbookOf(
  sheets: readonly SheetXml[],
  {
    isStrict = false,
    date1904 = false,
    formats = [],
    others = [],
    links: extra = [],
  }: {
    readonly isStrict?: boolean;
    readonly date1904?: boolean;
    /** Number formats of the styles 1, 2, … */
    readonly formats?: readonly string[];
    readonly others?: readonly ZipPart[];
    /** Further parts that the workbook refers to. */
    readonly links?: readonly { readonly type: string; readonly target: string }[];
  } = {},
): Uint8Array {
  const [main, relations] = isStrict ? [STRICT, STRICT_RELATIONS] : [MAIN, RELATIONS];
  const target = ({ inside }: SheetXml, at: number) =>
    inside === null ? `chartsheets/sheet${at}.xml` : `worksheets/sheet${at}.xml`;
  const kind = ({ inside }: SheetXml) => (inside === null ? 'chartsheet' : 'worksheet');
  const sheetList = sheets
    .map(({ name, state }, at) => {
      const hidden = state ? ` state="${state}"` : '';
      return `<sheet name="${name}" sheetId="${at + 1}"${hidden} r:id="rId${at + 1}"/>`;
    })
    .join('');
  const links = sheets
    .map(
      (sheet, at) =>
        `<Relationship Id="rId${at + 1}" Type="${relations}/${kind(sheet)}" Target="${target(sheet, at)}"/>`,
    )
    .join('');
  const extraLinks = extra
    .map(({ type, target: to }, at) => `<Relationship Id="rId${950 + at}" Type="${relations}/${type}" Target="${to}"/>`)
    .join('');
  const numberFormats = formats
    .map((format, at) => `<numFmt numFmtId="${200 + at}" formatCode="${format.replaceAll('"', '&quot;')}"/>`)
    .join('');
  const styles = formats.map((_, at) => `<xf numFmtId="${200 + at}" applyNumberFormat="1"/>`).join('');
  return zipOf([
    {
      name: '[Content_Types].xml',
      content: `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    },
    {
      name: '_rels/.rels',
      content: `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${XML}<workbook xmlns="${main}" xmlns:r="${relations}">${date1904 ? '<workbookPr date1904="1"/>' : ''}<sheets>${sheetList}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${XML}<Relationships xmlns="${PACKAGE}/relationships">${links}<Relationship Id="rId900" Type="${relations}/styles" Target="styles.xml"/>${extraLinks}</Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `${XML}<styleSheet xmlns="${main}"><numFmts count="${formats.length}">${numberFormats}</numFmts><cellXfs count="${formats.length + 1}"><xf numFmtId="0"/>${styles}</cellXfs></styleSheet>`,
    },
    ...sheets.map((sheet, at) => ({
      name: `xl/${target(sheet, at)}`,
      content: `${XML}${sheet.doctype ?? ''}<worksheet xmlns="${main}" xmlns:r="${relations}">${sheet.inside ?? ''}</worksheet>`,
    })),
    ...others,
  ]);
}

/** `<row>` elements of texts, from row 1 on. */
export function rowsXml(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
  return `<sheetData>${rows.map((cells, at) => `<row r="${at + 1}">${cells.map(cell).join('')}</row>`).join('')}</sheetData>`;
}
