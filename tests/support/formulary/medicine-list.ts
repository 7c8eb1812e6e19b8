const LETTERS = 'BCDEFGHJKLMNPQRTWXY';
const HEADINGS = 'ITEM_CODE,DRUG_NAME,FORM/STRENGTH,ATC5_Code';
/** Names that the table of ingredients has, and names that it has not. */
const MEDICINES = [
  ['RAMIPRIL', 'C09AA05', 'Tablet'],
  ['SERTRALINE', 'N06AB06', 'Tablet'],
  ['OXYCODONE', 'N02AA05', 'Capsule'],
  ['UNHEARDOFIN', 'N07XX', 'Tablet'],
  ['PARACETAMOL', 'N02BE01', 'Tablet'],
] as const;

/** A PBS code with its letter. */
export function pbsCode(number: number): string {
  return `${number}${LETTERS[number % LETTERS.length]}`;
}

/** Rows as the PBS prints its items, each with a code of its own. */
export function medicineRows(count: number, first = 20_000): readonly string[] {
  return Array.from({ length: count }, (_, at) => {
    const [name, atc, form] = MEDICINES[at % MEDICINES.length] ?? MEDICINES[0];
    return `"${pbsCode(first + at)}","${name}","${form} ${1 + (at % 900)} mg","${atc}"`;
  });
}

/** A list of these rows in Windows-1252, as the PBS has it. */
export function csvOf(rows: readonly string[], headings = HEADINGS): Blob {
  return new Blob([Buffer.from([headings, ...rows, ''].join('\r\n'), 'latin1')]);
}
