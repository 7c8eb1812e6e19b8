const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = String.raw`(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`;
/** What says that a date is the first day of a list. */
const SAYS_FROM =
  /\b(?:effective|valid(?:\s+from)?|applies|applicable|from|as\s+(?:of|at)|commenc(?:ing|es)|start(?:ing|s)|price\s*list|pricelist)\b/i;
/** Behind it another day follows: the last one, or when the list was printed. */
const SAYS_OTHER = /\b(?:until|till|to|expir(?:es|y)|ends?|ending|printed|supersedes|replaces|generated|updated)\b/i;

interface Spelling {
  readonly pattern: RegExp;
  /** Which group is the year, the month and the day. */
  readonly at: readonly [year: number, month: number, day: number];
  /** Whether only the Australian order says which number is the day. */
  readonly isByOrder?: true;
}
const SPELLINGS: readonly Spelling[] = [
  { pattern: /(?<![\d/.-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\d/.-])/, at: [1, 2, 3] },
  { pattern: /(?<![\d/.-])(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/-]|\.\d)/, at: [3, 2, 1], isByOrder: true },
  {
    pattern: new RegExp(String.raw`(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?${MONTH}[\s,-]+(\d{4})(?!\d)`, 'i'),
    at: [3, 2, 1],
  },
  { pattern: new RegExp(String.raw`\b${MONTH}\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)`, 'i'), at: [3, 1, 2] },
];

/** A text above the headings of a list. */
export interface Note {
  readonly text: string;
  /** Whether a cell of it holds a date: how it is shown is then the program's order, not the writer's. */
  readonly hasDate: boolean;
}

/**
 * From which day a list says that it is in force (`2026-11-01`), by the notes above its headings: `Price list, effective
 * 01/11/2026`, the day before the month. Null where they say nothing, or two things.
 */
export function effectiveFrom(notes: readonly Note[]): string | null {
  const days = new Set(notes.flatMap((note) => dayIn(note) ?? []));
  const [day, ...others] = days;
  return day !== undefined && others.length === 0 ? day : null;
}

function dayIn({ text, hasDate }: Note): string | null {
  const said = SAYS_FROM.exec(text);
  if (!said) return null;
  const behind = text.slice(said.index);
  const other = SAYS_OTHER.exec(behind);
  const found = SPELLINGS.flatMap((spelling) => {
    const match = spelling.pattern.exec(behind);
    return match ? [{ spelling, match }] : [];
  }).toSorted((one, next) => one.match.index - next.match.index)[0];
  if (!found || (other !== null && other.index < found.match.index)) return null;
  const { match, spelling } = found;
  if (hasDate && spelling.isByOrder && Number(match[1]) <= 12 && match[1] !== match[2]) return null;
  const [year, month, day] = spelling.at.map((group) => match[group] ?? '');
  return calendarDay(year ?? '', month ?? '', day ?? '');
}

/** Null where there is no such day, or none that a price list has. */
function calendarDay(year: string, month: string, day: string): string | null {
  const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase());
  const [y, m, d] = [
    Number(year.length === 2 ? `20${year}` : year),
    named < 0 ? Number(month) : named + 1,
    Number(day),
  ];
  if (y < 2000 || y > 2099 || m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(y, m, 0)).getUTCDate()) return null;
  return `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}
