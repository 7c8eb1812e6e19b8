import type { Day } from '../days.js';
import { strictest } from './compose-content.js';
import { medicineOf, type PrescriptionContent, type PrintedItem } from './content.js';
import { prescriptionNumber } from './numbers.js';
import type { PrescriptionEvent, StoredStatus } from './states.js';

/** The columns of an item that its supplies are judged by. */
export interface ComparedItem {
  readonly id: string;
  readonly position: number;
  /** Null for a product of a supplier. */
  readonly drugVersion: number | null;
  /** Null for an item of the formulary. */
  readonly productId: string | null;
  readonly schedule: string;
  readonly quantity: number;
  readonly repeats: number;
  readonly intervalDays: number;
  readonly issuedOn: Day;
  readonly validUntil: Day;
}

/** The columns of a prescription that say what its signed content says. */
export interface ComparedRecord {
  readonly id: string;
  readonly doctorId: string;
  readonly patientId: string;
  readonly year: number;
  readonly ordinal: number;
  readonly number: string;
  readonly legalForm: string;
  readonly scheme: string;
  readonly schedule: string;
  readonly issuedAt: Date;
  readonly issuedOn: Day;
  readonly validUntil: Day;
  readonly timezone: string;
  readonly supersedes: string | null;
  readonly items: readonly ComparedItem[];
}

/** The columns that say how a prescription has ended. */
export interface ComparedEnd {
  readonly status: StoredStatus;
  readonly version: number;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
}

/** A row of the history. */
export interface EndingEvent {
  readonly event: PrescriptionEvent;
  readonly happenedAt: Date;
  readonly happenedBy: string | null;
}

/** Names the columns that say something else than the signed content; none of a record that nobody has changed. */
export function columnsUnlikeContent(record: ComparedRecord, content: PrescriptionContent): readonly string[] {
  const signed: Omit<ComparedRecord, 'items' | 'issuedAt' | 'supersedes' | 'year' | 'ordinal'> = {
    id: content.id,
    doctorId: content.prescriber.id,
    patientId: content.patient.id,
    number: content.number,
    legalForm: content.legalForm,
    scheme: content.scheme,
    schedule: strictest(content.items.map((item) => medicineOf(item).schedule)),
    issuedOn: content.issuedOn,
    validUntil: content.validUntil,
    timezone: content.timeZone,
  };
  const names = Object.keys(signed) as (keyof typeof signed)[];
  return [
    ...names.filter((name) => record[name] !== signed[name]),
    ...(record.issuedAt.toISOString() === content.issuedAt ? [] : ['issuedAt']),
    ...((record.supersedes === null) === (content.supersedes === null) ? [] : ['supersedes']),
    ...(prescriptionNumber(record.year, record.ordinal) === content.number ? [] : ['ordinal']),
    ...itemsUnlike(record.items, content),
  ];
}

function itemsUnlike(items: readonly ComparedItem[], content: PrescriptionContent): readonly string[] {
  if (items.length !== content.items.length) return ['items'];
  const names = items.flatMap((item, at) => {
    const printed = content.items[at];
    return printed ? itemUnlike(item, signedItem(printed, at, content)) : ['items'];
  });
  return [...new Set(names)];
}

function itemUnlike(item: ComparedItem, signed: ComparedItem): readonly string[] {
  const names = Object.keys(signed) as (keyof ComparedItem)[];
  return names.filter((name) => item[name] !== signed[name]).map((name) => `item.${name}`);
}

function signedItem(
  printed: PrintedItem,
  position: number,
  { issuedOn, validUntil }: PrescriptionContent,
): ComparedItem {
  return {
    id: printed.id,
    position,
    drugVersion: printed.drug?.version ?? null,
    productId: printed.product?.id ?? null,
    schedule: medicineOf(printed).schedule,
    quantity: printed.quantity,
    repeats: printed.repeats,
    intervalDays: printed.repeatIntervalDays ?? 1,
    issuedOn,
    validUntil,
  };
}

/**
 * Names the columns of a prescription's end that its history does not bear out. The end is not signed: it comes later. Whoever
 * takes a cancel back in the table has to change the history as well, which is a table of its own.
 */
export function endUnlikeHistory(end: ComparedEnd, events: readonly EndingEvent[]): readonly string[] {
  const [ending, ...more] = events.filter(({ event }) => event === 'cancelled' || event === 'superseded');
  const told = {
    status: ending?.event ?? 'issued',
    version: ending ? 2 : 1,
    endedAt: ending?.happenedAt.getTime() ?? null,
    endedBy: ending?.happenedBy ?? null,
  };
  const stored = { ...end, endedAt: end.endedAt?.getTime() ?? null };
  const names = Object.keys(told) as (keyof typeof told)[];
  return [...names.filter((name) => stored[name] !== told[name]), ...(more.length > 0 ? ['status'] : [])];
}
