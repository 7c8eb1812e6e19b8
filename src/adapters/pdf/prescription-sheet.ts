import { longDay } from '../../domain/days.js';
import { linesOf } from '../../domain/prescriptions/printable.js';
import { oneLine } from '../../domain/text.js';
import { footers } from './document.js';
import type { PrescriptionForm, PrescriptionPrint } from './port.js';
import { drawQrCode, type Square } from './qr-code.js';
import { type Cell, COLOUR, LEFT, type Line, PAGE, RIGHT, type Sheet, type TextStyle, WIDTH } from './sheet.js';
import { Tags } from './tags.js';

const GUTTER = 24;
const SIDE = 190;
const HALF = (WIDTH - GUTTER) / 2;
/** 30 mm, the white around it included: a phone reads it from a hand's breadth. */
const QR_SIZE = 86;
const TITLE_WIDTH = 170;
/** A prescription is short, and belongs on one page where it can: it uses more of it than a receipt. */
const TOP = 42;
const FOOTER = PAGE.height - 44;
const BOTTOM = FOOTER - 14;
export const LABEL = { size: 8, colour: COLOUR.muted } as const;
const FAINT = '#edf1f1';

/** What a form is called, what it says of itself, and what lies faintly across it. */
const FORMS: Readonly<
  Record<PrescriptionForm, { readonly title: string; readonly notice: string; readonly mark: string | null }>
> = {
  patient_copy: {
    title: 'Copy for the patient – not valid for dispensing',
    notice: 'A pharmacy cannot supply from this copy. It tells you what was prescribed, and a pharmacist can check it.',
    mark: 'COPY',
  },
  original: {
    title: 'Original – valid only when signed by hand',
    notice: 'Nothing on it may be changed by hand: the prescriber cancels it and issues another one.',
    mark: null,
  },
  reprint: {
    title: 'Reprint – the original was printed before',
    notice: 'Valid only when signed by hand, and only if nothing was supplied on the original.',
    mark: 'REPRINT',
  },
};

const SCHEMES = { private: 'Private prescription', pbs: 'PBS', rpbs: 'RPBS' } as const;

/** Where two columns stand: the width of the left one, what lies between them, and where the right one ends. */
interface Sides {
  readonly left?: number;
  readonly gutter?: number;
  readonly right?: number;
  /** The line that is the title of all. */
  readonly title?: Line;
}

/** The sections of a prescription, as they stand on the paper and are read out. */
export class PrescriptionSheet {
  readonly tags: Tags;

  constructor(
    readonly sheet: Sheet,
    private readonly prescription: PrescriptionPrint,
  ) {
    this.tags = new Tags(sheet);
    sheet.y = TOP;
    sheet.bottom = BOTTOM;
    this.mark();
    sheet.beginPage = () => {
      this.mark();
      this.continued();
    };
  }

  /** The clinic on the left; on the right what this is, and the code by which it is verified. */
  heading(): void {
    const { clinic, number, issuedOn, scheme } = this.prescription.content;
    const muted = { size: 9, colour: COLOUR.muted } as const;
    const title: Line = { text: 'Prescription', font: 'strong', size: 21, colour: COLOUR.accent };
    const below = [...clinic.address, ...(clinic.phone === null ? [] : [`Phone ${clinic.phone}`])];
    const [of, what] = [
      [
        { text: clinic.name, font: 'strong', size: 14 },
        ...below.map((text, at) => ({ ...muted, text, before: at === 0 ? 4 : 0 })),
      ],
      [
        title,
        { text: number, font: 'strong', size: 11.5, before: 1, figures: true },
        { text: `Issued ${longDay(issuedOn)}`, size: 9, before: 1 },
        { text: SCHEMES[scheme], ...(scheme === 'private' ? { size: 9 } : { font: 'strong', size: 10.5 }) },
        { text: `Code ${this.code}`, size: 9, figures: true },
      ],
    ] as const satisfies readonly (readonly Line[])[];
    const top = this.sheet.y;
    const left = WIDTH - QR_SIZE - TITLE_WIDTH - GUTTER;
    this.tags.add('Sect', () => {
      this.side([of, what], { left, gutter: GUTTER / 2, right: RIGHT - QR_SIZE - GUTTER / 2, title });
      this.qrCode({ x: RIGHT - QR_SIZE, y: top, size: QR_SIZE });
    });
    this.sheet.y = Math.max(this.sheet.y, top + QR_SIZE) + 8;
    this.sheet.rule(this.sheet.y, COLOUR.accent);
    this.gap(10);
  }

  /** What this paper is good for, and what not. */
  notice(): void {
    const { title, notice } = FORMS[this.prescription.form];
    const cells = [
      { text: title, x: LEFT + 12, width: WIDTH - 24, font: 'strong', size: 11 },
      { text: notice, x: LEFT + 12, width: WIDTH - 24, size: 9 },
    ] as const;
    this.sheet.shade(cells.reduce((sum, cell) => sum + this.sheet.heightOf([cell]), 14));
    this.gap(7);
    for (const cell of cells) this.text(cell);
    this.gap(7 + 12);
  }

  people(): void {
    const { patient, prescriber } = this.prescription.content;
    const born = patient.birthDate === null ? [] : [`Born ${longDay(patient.birthDate)}`];
    const identifiers = (of: typeof patient.identifiers) => of.map(({ label, value }) => `${label} ${value}`);
    this.tags.add('Sect', () =>
      this.side([
        person('Patient', patient.name, [...born, ...patient.address, ...identifiers(patient.identifiers)]),
        person('Prescriber', prescriber.name, [
          ...(prescriber.qualifications === null ? [] : [prescriber.qualifications]),
          ...identifiers(prescriber.identifiers),
        ]),
      ]),
    );
    this.gap(12);
  }

  /** What belongs to all items. */
  remarks(): void {
    const { items, marks, noteToPharmacist, validUntil, supersedes } = this.prescription.content;
    this.sheet.rule(this.sheet.y);
    this.gap(10);
    for (const text of marks) this.text({ text, x: LEFT, width: WIDTH, font: 'strong', size: 10 });
    if (noteToPharmacist !== null) {
      this.gap(marks.length > 0 ? 4 : 0);
      this.labelled('Note to the pharmacist', noteToPharmacist);
      this.gap(4);
    }
    const count = items.length === 1 ? 'One item' : `${items.length} items`;
    const until = `${count} on this prescription. Last day of supply: ${longDay(validUntil)}.`;
    this.text({ text: until, x: LEFT, width: WIDTH, font: 'strong', size: 10 });
    if (supersedes !== null) {
      const text = `It stands in the place of prescription ${supersedes}, which is not valid any more.`;
      this.text({ text, x: LEFT, width: WIDTH, size: 9.5 });
    }
    this.gap(10);
  }

  /** Lines to sign on, by hand. */
  signature(): void {
    this.sheet.room(60);
    this.gap(32);
    const lines = [
      { text: `Signature of ${this.prescription.content.prescriber.name}`, x: LEFT, width: WIDTH - SIDE - GUTTER },
      { text: 'Date signed', x: RIGHT - SIDE, width: SIDE },
    ];
    for (const { x, width } of lines) this.sheet.rule(this.sheet.y, COLOUR.ink, x, x + width);
    this.gap(4);
    const cells = lines.map((line) => ({ ...line, ...LABEL }));
    const height = this.sheet.heightOf(cells);
    for (const cell of cells) this.tags.add('P', () => this.sheet.row([cell]));
    this.gap(height + 10);
  }

  /** How somebody finds out whether it is genuine: by the code, or by typing. */
  verification(): void {
    const { verifyUrl, form } = this.prescription;
    const page = `${new URL(verifyUrl).origin}/verify/`;
    const texts = [
      `Is it genuine? Scan the code on page 1, or open ${page} and type number and code.`,
      ...(form === 'patient_copy' ? [SIGNED] : []),
    ];
    const cell = { text: texts.join(' '), x: LEFT, width: WIDTH, size: 8.5, colour: COLOUR.muted };
    this.sheet.room(this.sheet.heightOf([cell]));
    this.text(cell);
  }

  /** On every page whose it is, for a sheet of paper that lies apart from the others, and which page of how many. */
  footers(): void {
    const { number, patient } = this.prescription.content;
    const born = patient.birthDate === null ? '' : `, born ${longDay(patient.birthDate)}`;
    const text = `Prescription ${number} · ${oneLine(patient.name, 60) ?? ''}${born}`;
    this.tags.decoration(() => footers(this.sheet, text, { numbersOnlyPage: true, y: FOOTER }));
  }

  /** A small label, and below it a text that may be long. */
  labelled(
    label: string,
    text: string,
    style: TextStyle = {},
    { x, width }: Pick<Cell, 'x' | 'width'> = { x: LEFT, width: WIDTH },
  ): void {
    this.sheet.room(32);
    this.text({ text: label, x, width, ...LABEL });
    this.tags.add('P', () => {
      for (const line of linesOf(text)) this.sheet.flow({ text: line, x, width, size: 10, ...style });
    });
  }

  text(cell: Cell, type: 'P' | 'H2' = 'P'): void {
    this.tags.add(type, () => this.sheet.flow(cell));
  }

  gap(points: number): void {
    this.sheet.y += points;
  }

  /** Two columns, each line of which is read out before the other column. */
  private side(
    [one, other]: readonly [readonly Line[], readonly Line[]],
    { left = HALF, gutter = GUTTER, right = RIGHT, title }: Sides = {},
  ): void {
    const x = LEFT + left + gutter;
    const columns = [
      { lines: one, x: LEFT, width: left },
      { lines: other, x, width: right - x },
    ];
    this.sheet.columns(columns, (draw, line) => this.tags.add(line === title ? 'H1' : 'P', draw));
  }

  private get code(): string {
    const code = new URL(this.prescription.verifyUrl).searchParams.get('code') ?? '';
    return code.replace(/^(.{5})(?=.)/, '$1-');
  }

  private qrCode(square: Square): void {
    const { verifyUrl } = this.prescription;
    const draw = () => this.sheet.marks.content(() => drawQrCode(this.sheet.doc, verifyUrl, square));
    this.tags.add('Figure', draw, `QR code that opens the page on which this prescription is verified: ${verifyUrl}`);
  }

  /** Faintly across the page, behind everything else. */
  private mark(): void {
    const { mark } = FORMS[this.prescription.form];
    if (mark === null) return;
    const { doc } = this.sheet;
    const [x, y] = [PAGE.width / 2, PAGE.height / 2];
    this.tags.decoration(() => {
      doc.save().rotate(-52, { origin: [x, y] });
      this.sheet.row(
        [{ text: mark, x: x - 400, width: 800, align: 'centre', font: 'strong', size: 140, colour: FAINT }],
        y - 85,
      );
      doc.restore();
    });
  }

  /** At the top of each further page: whose it is, in full. */
  private continued(): void {
    const { number, patient } = this.prescription.content;
    const text = `Prescription ${number}, continued, for ${patient.name}`;
    this.tags.decoration(() => this.sheet.flow({ text, x: LEFT, width: WIDTH, size: 9, colour: COLOUR.muted }));
    this.gap(4);
    this.sheet.rule(this.sheet.y);
    this.gap(12);
  }
}

const SIGNED =
  'This file is signed electronically, and carries what was signed (prescription.json) with the signature.';

function person(role: string, name: string, below: readonly string[]): readonly Line[] {
  return [
    { ...LABEL, text: role },
    { text: name, font: 'strong', size: 11.5, before: 2 },
    ...below.map((text) => ({ text, size: 9.5 })),
  ];
}
