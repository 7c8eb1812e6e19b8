import type { ChatRole } from '../../domain/chat/rooms.js';
import type { Transcript, TranscriptFile, TranscriptMember, TranscriptMessage } from '../../domain/chat/transcript.js';
import { oneLine } from '../../domain/text.js';
import { footers, openDocument } from './document.js';
import { FontLibrary } from './fonts/font-library.js';
import { printableText } from './fonts/printable-text.js';
import { TextLayout } from './fonts/text-layout.js';
import type { TranscriptPrinter } from './port.js';
import { type Cell, COLOUR, LEFT, RIGHT, type Sheet, type TextStyle, WIDTH } from './sheet.js';

/** What belongs to a message stands under it. */
const INDENT = 14;
const TITLE = 'Chat transcript';
const MUTED = { size: 8.5, colour: COLOUR.muted } as const;
const ROLES: Readonly<Record<ChatRole, string>> = {
  doctor: 'doctor',
  patient: 'patient',
  nurse: 'nurse',
  interpreter: 'interpreter',
  support_person: 'support person',
};

/** Printer of transcripts, by the same fonts as receipts. @throws Error when a font file is missing */
export function createTranscriptPrinter(fonts = new FontLibrary()): TranscriptPrinter {
  const layout = new TextLayout(fonts);
  return {
    async print(transcript, breathe) {
      const { clinic, closedAt, messages } = transcript;
      const document = await openDocument(layout, { title: TITLE, author: clinic.name, createdAt: closedAt });
      const page = new TranscriptPage(document.sheet, fonts, transcript);
      page.heading();
      for (const message of messages) {
        page.message(message);
        await breathe();
      }
      footers(document.sheet, `${TITLE} · ${oneLine(clinic.name, 60) ?? ''} · room ${transcript.roomId}`);
      return document.end();
    },
  };
}

class TranscriptPage {
  private readonly time: Intl.DateTimeFormat;
  private readonly names: ReadonlyMap<string, string>;
  private readonly places: ReadonlyMap<string, number>;

  constructor(
    private readonly sheet: Sheet,
    private readonly fonts: FontLibrary,
    private readonly transcript: Transcript,
  ) {
    const { clinic, members, messages } = transcript;
    this.time = new Intl.DateTimeFormat('en-GB', {
      timeZone: clinic.zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    this.names = new Map(members.map(({ userId, name }) => [userId, name]));
    this.places = new Map(messages.map(({ id, seq }) => [id, seq]));
  }

  heading(): void {
    const { clinic, startsAt, opensAt, closedAt, members, messages } = this.transcript;
    this.text(clinic.name, { font: 'strong', size: 14 });
    this.text(TITLE, { font: 'strong', size: 20, colour: COLOUR.accent });
    this.gap(4);
    this.text(`Visit of ${this.at(startsAt)}. Opened ${this.at(opensAt)}, closed ${this.at(closedAt)}.`, MUTED);
    this.text(`Times are those of ${clinic.zone}. ${counted(messages)}`, MUTED);
    this.text('A character that cannot be printed stands here as its code, such as [U+1F600].', MUTED);
    this.gap(8);
    for (const member of members) this.text(this.presenceOf(member));
    this.gap(8);
    this.sheet.rule(this.sheet.y, COLOUR.accent);
    this.gap(14);
  }

  message(message: TranscriptMessage): void {
    const { seq, sentAt, senderName, senderRole, versions, files, deletedAt, replyTo, readBy } = message;
    // A heading is not left alone at the foot of a page.
    this.sheet.room(44);
    const who = senderRole === null ? 'Notice' : `${senderName ?? ''} (${ROLES[senderRole]})`;
    this.text(who, { font: 'strong' });
    const answered = replyTo === null ? undefined : this.places.get(replyTo);
    this.text(`${seq} · ${this.at(sentAt)}${answered === undefined ? '' : ` · in reply to ${answered}`}`, MUTED);
    this.body(deletedAt === null ? (versions.at(-1)?.message ?? '') : 'Deleted.', deletedAt !== null);
    for (const file of files) this.under(`File: ${describe(file)}`);
    this.earlier(message);
    for (const { userId, readAt } of readBy) this.under(`Read by ${this.names.get(userId) ?? ''}, ${this.at(readAt)}`);
    this.gap(10);
  }

  /** What the message has said before. */
  private earlier({ versions, deletedAt }: TranscriptMessage): void {
    for (const [at, { message, changedAt }] of versions.entries()) {
      if (at === versions.length - 1) break;
      const next = versions[at + 1]?.changedAt ?? changedAt;
      const isDeleted = deletedAt !== null && at === versions.length - 2;
      this.under(`${isDeleted ? 'Deleted' : 'Edited'} ${this.at(next)}. Before, it said:`);
      for (const line of linesOf(message)) this.under(line, INDENT);
    }
  }

  private presenceOf({ name, role, joinedAt, leftAt }: TranscriptMember): string {
    const left = leftAt === null ? '' : ` to ${this.at(leftAt)}`;
    const when = joinedAt === null ? 'invited, never came' : `from ${this.at(joinedAt)}${left}`;
    return `${name} (${ROLES[role]}), ${when}`;
  }

  private body(text: string, isMuted: boolean): void {
    if (text === '') return;
    for (const line of linesOf(text)) this.text(line, { size: 10.5, ...(isMuted ? { colour: COLOUR.muted } : {}) });
  }

  private under(text: string, indent = 0): void {
    this.write({ text, x: LEFT + INDENT + indent, width: RIGHT - LEFT - INDENT - indent, ...MUTED });
  }

  private text(text: string, style: TextStyle = {}): void {
    this.write({ text, x: LEFT, width: WIDTH, ...style });
  }

  private write(cell: Cell): void {
    const { text, font = 'regular' } = cell;
    // Left out, a character could turn an answer into none.
    this.sheet.flow({ ...cell, text: printableText(this.fonts, text, font) });
  }

  private gap(points: number): void {
    this.sheet.y += points;
  }

  private at(moment: Date): string {
    // Put together here: what stands between day and time differs from one version of Node to the next.
    const part = Object.fromEntries(this.time.formatToParts(moment).map(({ type, value }) => [type, value]));
    return `${part.day} ${part.month} ${part.year}, ${part.hour}:${part.minute}:${part.second}`;
  }
}

function counted({ length }: readonly unknown[]): string {
  return length === 1 ? 'One message.' : `${length} messages.`;
}

function linesOf(text: string): readonly string[] {
  return text.replaceAll('\t', '    ').split('\n');
}

function describe({ name, contentType, size }: TranscriptFile): string {
  return `${oneLine(name, 200) ?? ''} (${contentType}, ${size} bytes)`;
}
