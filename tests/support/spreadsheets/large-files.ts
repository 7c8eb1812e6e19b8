import { rowsXml, workbookOf } from './workbook.js';

const LIST = [
  ['product_code', 'product_name', 'strength', 'dose_form', 'pack', 'price', 'stock_quantity'],
  ['00123', 'Northern Ember', 'THC 22 % : CBD 1 %', 'flower', '10 g', '110.00', '40'],
  ['P-2', 'Saltbush Café – “50”', 'THC 10 mg/mL : CBD 15 mg/mL', 'oral liquid', '30 mL', '75.50', '100+'],
  ['P-3', '=Blue, Quoll', 'THC 5 mg : CBD 20 mg', 'capsule', '60 capsules', '1,234.00', '0'],
];

/** As Excel saves a sheet whose rows somebody has formatted down to the end. */
export function millionBlankRows(): Uint8Array {
  const blank: string[] = [];
  for (let row = LIST.length + 1; row <= 1_048_576; row += 1)
    blank.push(`<row r="${row}" s="1"><c r="A${row}" s="1"/></row>`);
  const inside = rowsXml(LIST).replace('</sheetData>', `${blank.join('')}</sheetData>`);
  return workbookOf([{ name: 'List', inside }], { formats: ['0.00'] });
}
