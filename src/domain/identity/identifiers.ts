import {
  passesAbn,
  passesAcn,
  passesLuhn,
  passesMedicare,
  passesPbsItem,
  passesPrescriber,
  passesProvider,
} from './check-digits.js';

/** The identifiers this product reads. All are kept as text; a pass means "well formed", never "belongs to this person". */
export const IDENTIFIER_KINDS = [
  'medicare_card',
  'ihi',
  'hpi_i',
  'hpi_o',
  'provider_number',
  'prescriber_number',
  'ahpra_registration',
  'dva_file',
  'pbs_item_code',
  'artg',
  'abn',
  'acn',
  'philhealth_pin',
  'ph_tin',
  'prc_licence',
  'nin',
  'virtual_nin',
  'mdcn_folio',
] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/** `value` is the normalised form to store; `shape` is a wrong form, `check_digit` a well-formed number that fails its check. */
export type IdentifierCheck =
  | { readonly ok: true; readonly value: string }
  | { readonly ok: false; readonly problem: 'shape' | 'check_digit'; readonly value: string; readonly message: string };

interface Rule {
  readonly name: string;
  readonly normalise: (text: string) => string;
  readonly shape: RegExp;
  readonly form: string;
  readonly passes?: (value: string) => boolean;
}

const withoutSpaces = (text: string) => text.replace(/\s/g, '');
const upperWithoutSpaces = (text: string) => withoutSpaces(text).toUpperCase();

const RULES: Readonly<Record<IdentifierKind, Rule>> = {
  medicare_card: {
    name: 'Medicare number',
    normalise: (text) => text.replace(/[\s-]/g, ''),
    shape: /^[2-6]\d{8}[1-9][1-9]?$/,
    form: '10 digits, or 11 with the individual reference number',
    passes: passesMedicare,
  },
  ihi: {
    name: 'IHI',
    normalise: withoutSpaces,
    shape: /^800360\d{10}$/,
    form: '16 digits from 800360',
    passes: passesLuhn,
  },
  hpi_i: {
    name: 'HPI-I',
    normalise: withoutSpaces,
    shape: /^800361\d{10}$/,
    form: '16 digits from 800361',
    passes: passesLuhn,
  },
  hpi_o: {
    name: 'HPI-O',
    normalise: withoutSpaces,
    shape: /^800362\d{10}$/,
    form: '16 digits from 800362',
    passes: passesLuhn,
  },
  provider_number: {
    name: 'provider number',
    normalise: (text) => upperWithoutSpaces(text).padStart(8, '0'),
    shape: /^\d{6}[0-9A-HJ-NP-RT-Y][ABFHJKLTWXY]$/,
    form: '6 digits, a location character and a check letter',
    passes: passesProvider,
  },
  prescriber_number: {
    name: 'prescriber number',
    normalise: withoutSpaces,
    shape: /^\d{7}$/,
    form: '7 digits',
    passes: passesPrescriber,
  },
  ahpra_registration: {
    name: 'registration number',
    normalise: upperWithoutSpaces,
    shape: /^[A-Z]{3}\d{10}$/,
    form: 'three letters and 10 digits, such as MED0000000001',
  },
  dva_file: {
    name: 'DVA file number',
    // A blank before a digit stands for "no war code" and belongs to the number.
    normalise: (text) =>
      text
        .trim()
        .toUpperCase()
        .replace(/\s(?=[A-Z])/g, ''),
    shape: /^[NVQWST](?:[A-Z]\d{6}|[A-Z]{2}\d{5}|[A-Z]{3}\d{4}| \d{6})[A-Z]?$/,
    form: 'a state letter, a war code and digits',
  },
  pbs_item_code: {
    name: 'PBS item code',
    normalise: (text) =>
      text
        .trim()
        .toUpperCase()
        .replace(/^0+(?=\d{2})/, ''),
    shape: /^\d{2,5}[B-HJ-NP-RTWXY]$/,
    form: '2 to 5 digits and a check letter',
    passes: passesPbsItem,
  },
  artg: {
    name: 'ARTG number',
    normalise: (text) => text.trim().replace(/^AUST (?:R|L|L\(A\)) /, ''),
    shape: /^\d{4,7}$/,
    form: '4 to 7 digits',
  },
  abn: { name: 'ABN', normalise: withoutSpaces, shape: /^[1-9]\d{10}$/, form: '11 digits', passes: passesAbn },
  philhealth_pin: {
    name: 'PhilHealth number',
    normalise: (text) => text.replace(/-/g, '').trim(),
    shape: /^\d{12}$/,
    form: '12 digits, printed 2-9-1',
  },
  ph_tin: {
    name: 'TIN',
    normalise: (text) =>
      text
        .toUpperCase()
        .replace(/[\s-]/g, '')
        .replace(/N?V$|N$/, ''),
    shape: /^\d{9}(?:\d{3,5})?$/,
    form: '9 digits and, after them, a branch code of 3 to 5',
  },
  prc_licence: {
    name: 'PRC licence number',
    normalise: (text) => (withoutSpaces(text) === '' ? '' : withoutSpaces(text).padStart(7, '0')),
    shape: /^\d{7}$/,
    form: '7 digits',
  },
  nin: { name: 'NIN', normalise: withoutSpaces, shape: /^\d{11}$/, form: '11 digits' },
  virtual_nin: {
    name: 'virtual NIN',
    normalise: (text) => text.trim().toUpperCase(),
    shape: /^[A-Z0-9]{16}$/,
    form: '16 letters and digits',
  },
  mdcn_folio: {
    name: 'MDCN folio number',
    normalise: (text) =>
      text
        .trim()
        .toUpperCase()
        .replace(/^(?=\d)/, 'MDCN/R/'),
    shape: /^MDCN\/R\/\d{4,7}$/,
    form: '4 to 7 digits, such as MDCN/R/10001',
  },
  acn: { name: 'ACN', normalise: withoutSpaces, shape: /^\d{9}$/, form: '9 digits', passes: passesAcn },
};

/** Normalises, then checks shape, then check digit. The message never repeats the number. */
export function checkIdentifier(kind: IdentifierKind, text: string): IdentifierCheck {
  const rule = RULES[kind];
  const value = rule.normalise(text);
  if (!rule.shape.test(value)) {
    return { ok: false, problem: 'shape', value, message: `This is not a valid ${rule.name}: it has ${rule.form}.` };
  }
  if (rule.passes && !rule.passes(value)) {
    return {
      ok: false,
      problem: 'check_digit',
      value,
      message: `This ${rule.name} fails its check digit: please compare it with the card or letter.`,
    };
  }
  return { ok: true, value };
}
