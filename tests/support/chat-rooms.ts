import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { createTranscriptPrinter } from '../../src/adapters/pdf/transcript-pdf.js';
import { NO_SCANNER } from '../../src/adapters/scanner/port.js';
import { fileLinks } from '../../src/adapters/tokens/file-links.js';
import { transcriptJson } from '../../src/adapters/transcripts/json.js';
import { uploadCleaner } from '../../src/adapters/uploads/cleaner.js';
import { type ChatActor, SYSTEM, type UserActor } from '../../src/domain/actor.js';
import { wordsOf } from '../../src/domain/chat/search.js';
import type { TranscriptFormat } from '../../src/domain/chat/transcript.js';
import type { ClinicPolicy } from '../../src/domain/clinics/policy.js';
import { DomainError, type ErrorDetails } from '../../src/domain/errors.js';
import { MINUTE_MS } from '../../src/domain/instants.js';
import { ROLE_PERMISSIONS } from '../../src/domain/permissions.js';
import type { Role } from '../../src/domain/roles.js';
import { createLogger } from '../../src/observability/logger.js';
import { type ArchiveRoomsDeps, archiveRooms } from '../../src/usecases/chat/archive-rooms.js';
import { deleteMessage, editMessage } from '../../src/usecases/chat/change-message.js';
import { type DestroyRoomsDeps, destroyRooms } from '../../src/usecases/chat/destroy-rooms.js';
import { joinRoom } from '../../src/usecases/chat/join-room.js';
import { markRead } from '../../src/usecases/chat/mark-read.js';
import { linkToAttachment, openAttachment } from '../../src/usecases/chat/open-attachment.js';
import { readHistory } from '../../src/usecases/chat/read-history.js';
import { type MessagesQuery, readMessages } from '../../src/usecases/chat/read-messages.js';
import { readNews } from '../../src/usecases/chat/read-news.js';
import { listRooms, type RoomsWish, readRoom } from '../../src/usecases/chat/read-rooms.js';
import { readTranscript } from '../../src/usecases/chat/read-transcript.js';
import { removeSpentFiles } from '../../src/usecases/chat/remove-spent-files.js';
import { reopenRoom } from '../../src/usecases/chat/reopen-room.js';
import { type MessageSearch, searchMessages } from '../../src/usecases/chat/search-messages.js';
import type { SearchDeps } from '../../src/usecases/chat/search-room.js';
import { searchRooms } from '../../src/usecases/chat/search-rooms.js';
import { type SendMessage, sendMessage } from '../../src/usecases/chat/send-message.js';
import { uploadAttachment } from '../../src/usecases/chat/upload-attachment.js';
import { takeUpload } from '../../src/usecases/documents/take-upload.js';
import type { RequestKey } from '../../src/usecases/idempotency/derive-id.js';
import { MemoryDocuments } from './memory-documents.js';
import { POLICY, Steps } from './steps.js';

/** Checks that a use case refuses with this code and these details. */
export function refusal(code: string, details: ErrorDetails = {}): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof DomainError, String(error));
    assert.equal(error.code, code, error.message);
    assert.deepEqual({ ...error.details, ...details }, error.details);
    return true;
  };
}

const PDF = new TextEncoder().encode('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const LETTER = { name: 'letter.pdf', bytes: PDF as Uint8Array };

const QUARTER_MS = 15 * MINUTE_MS;
const EVER = { from: null, to: null, zone: null };

/** A room with its people, who act by the API's login. */
export interface Room {
  readonly id: string;
  readonly appointment: string;
  readonly doctor: UserActor;
  readonly patient: UserActor;
}

interface RoomWish {
  readonly opensInMs?: number;
  /** Ids of people. */
  readonly doctor?: string;
  readonly patient?: string;
  /** Of the clinic when the visit was booked. */
  readonly policy?: Partial<ClinicPolicy>;
}

/** The use cases of chat as the API runs them, over rooms of booked visits. */
export class ChatRooms {
  /** Of one sender; null: none. */
  messageLimit: { points: number; perMs: number } | null = null;
  /** Visits whose workflow was asked to read the record again. */
  readonly refreshed: string[] = [];
  /** Mails that were sent, by their ids. */
  readonly mails: string[] = [];

  readonly documents = new MemoryDocuments();
  readonly #printer = createTranscriptPrinter();
  /** Whose sessions have ended. */
  readonly signedOut = new Set<string>();

  private constructor(readonly steps: Steps) {}

  /** Turns the clock to the beginning of a quarter of an hour: of the readings of one, one is audited. */
  beginQuarter(): void {
    this.steps.aheadMs += QUARTER_MS - (this.steps.now().getTime() % QUARTER_MS) + 1000;
  }

  static async open(): Promise<ChatRooms> {
    return new ChatRooms(await Steps.open());
  }

  close(): Promise<void> {
    return this.steps.close();
  }

  get #deps() {
    const { now, api } = this.steps;
    return {
      accountMails: { send: async (id: string) => this.mails.push(id) > 0 },
      mailDomain: 'clinic.invalid',
      logger: createLogger('error', 'test'),
      unitOfWork: api.unitOfWork,
      now,
      messageLimit: this.messageLimit,
      policy: POLICY,
      refreshVisit: (id: string) => void this.refreshed.push(id),
    };
  }

  get links() {
    return fileLinks(this.steps.api.keys, 'https://clinic.example');
  }

  /** A PDF, where nothing else is said; `work` runs its transactions. */
  upload(
    actor: ChatActor,
    roomId: string,
    { name = 'letter.pdf', bytes = PDF }: Partial<typeof LETTER> = {},
    work = this.steps.api.unitOfWork,
  ) {
    const { documents } = this;
    const take = takeUpload({ documents, cleaner: uploadCleaner, scanner: NO_SCANNER, maxBytes: 1_000_000 });
    return uploadAttachment({ ...this.#deps, unitOfWork: work, take, documents })(actor, { roomId, name, bytes }, null);
  }

  /** The link to a file. */
  async link(actor: ChatActor, id: string): Promise<string> {
    return (await linkToAttachment({ ...this.#deps, links: this.links })(actor, id)).url;
  }

  /** The file of a link, for the one whom the link was given to. */
  open(holder: UserActor, url: string) {
    const { links, documents } = this;
    const holds = async ({ userId }: Pick<UserActor, 'userId'>) =>
      userId === holder.userId && !this.signedOut.has(userId) ? holder : null;
    const token = url.split('/').at(-2) ?? '';
    return openAttachment({ ...this.#deps, links, documents, holder: holds })(token);
  }

  /** What maintenance does each minute. */
  removeSpentFiles() {
    const { documents } = this;
    const { workerUnitOfWork: unitOfWork, now } = this.steps;
    return removeSpentFiles({ unitOfWork, now, documents, logger: createLogger('error', 'test') })();
  }

  /** What the archive does each minute, in the worker. */
  archive(more: Partial<ArchiveRoomsDeps> = {}) {
    const { workerUnitOfWork: unitOfWork, now } = this.steps;
    return archiveRooms({
      unitOfWork,
      now,
      documents: this.documents,
      transcripts: { json: transcriptJson, pdf: this.#printer },
      policy: POLICY,
      logger: createLogger('error', 'test'),
      breathe: setImmediate,
      heartbeat: () => undefined,
      ...more,
    })();
  }

  /** What becomes of rooms that need not be kept any more, in the worker. */
  destroy(more: Partial<DestroyRoomsDeps> = {}) {
    const { workerUnitOfWork: unitOfWork, now } = this.steps;
    const { documents } = this;
    const logger = createLogger('error', 'test');
    return destroyRooms({ unitOfWork, now, documents, logger, heartbeat: () => undefined, ...more })();
  }

  /** The transcript as a text, as far as it is one. */
  async transcript(actor: ChatActor, roomId: string, format: TranscriptFormat = 'json'): Promise<string> {
    const bytes = await readTranscript({ ...this.#deps, documents: this.documents })(actor, roomId, format);
    return Buffer.from(bytes).toString(format === 'json' ? 'utf8' : 'latin1');
  }

  /** The visit of a room is over now. */
  async endVisit({ appointment }: Room): Promise<void> {
    const { unitOfWork, now } = this.steps;
    await unitOfWork.withScope(SYSTEM, ({ chatRooms }) => chatRooms.close(appointment, now()));
  }

  send(
    actor: ChatActor,
    roomId: string,
    message: string,
    more: Partial<SendMessage> = {},
    unitOfWork = this.#deps.unitOfWork,
  ) {
    return sendMessage({ ...this.#deps, unitOfWork })(
      actor,
      { roomId, message, clientMessageId: null, replyTo: null, attachments: [], ...more },
      null,
    );
  }

  edit(actor: UserActor, roomId: string, messageId: string, message: string) {
    return editMessage(this.#deps)(actor, { roomId, messageId, message });
  }

  remove(actor: UserActor, roomId: string, messageId: string) {
    return deleteMessage(this.#deps)(actor, { roomId, messageId });
  }

  history(actor: UserActor, roomId: string, messageId: string) {
    return readHistory(this.#deps)(actor, roomId, messageId);
  }

  async messages(actor: UserActor, roomId: string, query: Partial<MessagesQuery> = {}) {
    return (await readMessages(this.#deps)(actor, roomId, { limit: 50, period: EVER, ...query })).messages;
  }

  /** `breathe` is what happens between batches. */
  search(actor: UserActor, roomId: string, search: string, more: Partial<MessageSearch> & Partial<SearchDeps> = {}) {
    const { breathe = setImmediate, ...query } = more;
    const asked = { words: wordsOf(search), period: EVER, limit: 50, ...query };
    return searchMessages({ ...this.#deps, breathe })(actor, roomId, asked);
  }

  searchRooms(actor: UserActor, patientId: string, search: string, limit = 51) {
    return searchRooms({ ...this.#deps, breathe: setImmediate })(actor, { patientId, words: wordsOf(search), limit });
  }

  read(actor: UserActor, roomId: string) {
    return readRoom(this.#deps)(actor, roomId);
  }

  join(actor: UserActor, roomId: string) {
    return joinRoom(this.#deps)(actor, { roomId, since: null });
  }

  news(actor: UserActor, roomId: string) {
    return this.reader()(actor, { roomId, since: 0, sent: null });
  }

  /** One process that reads for its connections. */
  reader() {
    return readNews(this.#deps);
  }

  reopen(actor: UserActor, roomId: string, untilMs: number, key: RequestKey | null = null) {
    const until = new Date(this.steps.now().getTime() + untilMs);
    return reopenRoom(this.#deps)(actor, { roomId, until, reason: 'Results' }, key);
  }

  list(actor: UserActor, more: Partial<RoomsWish> = {}) {
    return listRooms(this.#deps)(actor, { limit: 51, ...more });
  }

  /** Somebody opens the record of a room's patient for an hour; the grant's id. */
  async breakGlass({ patient }: Room, by: UserActor, role: 'admin' | 'doctor' | 'nurse'): Promise<string> {
    const [id, grantedAt] = [randomUUID(), this.steps.now()];
    const who = { clinicId: this.steps.clinicId, patientId: patient.userId, userId: by.userId, role };
    const expiresAt = new Date(grantedAt.getTime() + 60 * MINUTE_MS);
    await this.steps.unitOfWork.withScope(SYSTEM, ({ breakGlass }) =>
      breakGlass.add({ id, ...who, reason: 'Test', grantedAt, expiresAt }),
    );
    return id;
  }

  markRead(actor: UserActor, roomId: string, upTo: number | null = null) {
    return markRead(this.#deps)(actor, { roomId, upTo });
  }

  actor(userId: string, role: Role, clinicIds: readonly string[] = [this.steps.clinicId]): UserActor {
    const permissions = ROLE_PERMISSIONS[role];
    return { kind: 'user', userId, membershipId: null, role, permissions, clinicIds, sessionId: '' };
  }

  async otherClinic(): Promise<string> {
    const id = randomUUID();
    await this.steps.unitOfWork.withScope(SYSTEM, ({ clinics }) =>
      clinics.create({ id, name: 'Other', slug: id, timezone: 'UTC', currency: 'php', phone: null }),
    );
    return id;
  }

  async stranger(role: Role): Promise<UserActor> {
    return this.actor(await this.steps.person(role), role);
  }

  /** The room of a booked visit, of people of its own where it names none, open from now on; it opens later where the visit says so. */
  async room({ opensInMs = -MINUTE_MS, policy = {}, ...people }: RoomWish = {}): Promise<Room> {
    const { steps } = this;
    const doctor = people.doctor ?? (await steps.person('doctor'));
    const patient = people.patient ?? (await steps.person('patient'));
    const [appointment, slot] = [randomUUID(), await steps.slot({ doctor })];
    await steps.claim({ id: appointment, slot, patient }, { paymentsEnabled: false, policy: { ...POLICY, ...policy } });
    const opensAt = new Date(steps.now().getTime() + opensInMs);
    const [row] = await steps.sql('update chat_rooms set opens_at = $2 where appointment_id = $1 returning id', [
      appointment,
      opensAt,
    ]);
    assert.ok(row, 'a booked visit has a room');
    return {
      id: String(row.id),
      appointment,
      doctor: this.actor(doctor, 'doctor'),
      patient: this.actor(patient, 'patient'),
    };
  }
}
