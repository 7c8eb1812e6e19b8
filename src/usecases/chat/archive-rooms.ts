import { createHash, randomUUID } from 'node:crypto';
import type { DocumentStore } from '../../adapters/documents/port.js';
import type { TranscriptPrinter } from '../../adapters/pdf/port.js';
import type { TranscriptWriter } from '../../adapters/transcripts/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { readersOf } from '../../domain/chat/receipts.js';
import {
  type ChangedMessage,
  messagesOf,
  type Transcript,
  type TranscriptMessage,
} from '../../domain/chat/transcript.js';
import type { ArchivedVisit, DueRoom } from '../../models/repositories/chat/chat-archive.js';
import type { ChatRoomRow } from '../../models/repositories/chat/chat-rooms.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { Logger } from '../../observability/logger.js';
import { roomKeptUntil } from './destroy-rooms.js';
import { namedMembers } from './shown-messages.js';

/** Rooms that are looked up in one go. */
const ROOMS_AT_ONCE = 50;
/** Changes, and messages with their readers, that are read in one go. */
const READ_AT_ONCE = 250;

type Scope = ChatScope & IdentityScope;

export interface ArchiveRoomsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly documents: Pick<DocumentStore, 'put' | 'delete'>;
  readonly transcripts: { readonly json: TranscriptWriter; readonly pdf: TranscriptPrinter };
  /** The installation's, for visits that were booked before there was such a rule. */
  readonly policy: { readonly chatArchiveMs: number };
  readonly logger: Pick<Logger, 'error'>;
  readonly now: () => Date;
  /** Lets everything else that waits happen first. */
  readonly breathe: () => Promise<unknown>;
  /** The work goes on. */
  readonly heartbeat: () => void;
}

/**
 * Archives each room that has been inactive for as long as was agreed, with a transcript in two documents. Of each room:
 * 1. a row names the documents to come, and what an attempt that died has left in the store goes;
 * 2. both documents are put there, sealed by the room's key;
 * 3. if nothing was said in the room since, it is `archived`, with the digests of both in the audit.
 * A process that dies in between is made up for by the next look; an archived room is left as it is. A room that cannot be archived is
 * logged and holds up no other. Returns how many were archived.
 */
export function archiveRooms(deps: ArchiveRoomsDeps) {
  return async (): Promise<number> => {
    const { unitOfWork, policy, now } = deps;
    const time = { now: now(), archiveMs: policy.chatArchiveMs };
    let archived = 0;
    let after: DueRoom | null = null;
    for (;;) {
      const last: DueRoom | null = after;
      const due: readonly DueRoom[] = await unitOfWork.withScope(SYSTEM, ({ chatArchive }) =>
        chatArchive.listDue(time, ROOMS_AT_ONCE, last),
      );
      for (const room of due) {
        deps.heartbeat();
        archived += await attempt(deps, room.id);
        after = room;
      }
      if (due.length < ROOMS_AT_ONCE) return archived;
    }
  };
}

async function attempt(deps: ArchiveRoomsDeps, roomId: string): Promise<number> {
  try {
    return (await archive(deps, roomId)) ? 1 : 0;
  } catch (error) {
    // The next look asks again: the store may be unreachable, and other rooms wait.
    deps.logger.error('a chat room could not be archived', { roomId, error });
    return 0;
  }
}

interface Begun {
  readonly room: ChatRoomRow;
  readonly visit: ArchivedVisit;
  readonly left: readonly string[];
}

async function archive(deps: ArchiveRoomsDeps, roomId: string): Promise<boolean> {
  const { unitOfWork, documents, policy, now } = deps;
  const time = () => ({ now: now(), archiveMs: policy.chatArchiveMs });
  const names = { json: randomUUID(), pdf: randomUUID() };
  const begun = await unitOfWork.withScope(SYSTEM, async ({ chatArchive, chatRooms }): Promise<Begun | null> => {
    const room = await chatRooms.lock(roomId);
    const visit = room && (await chatArchive.findDue(roomId, time()));
    return visit ? { room, visit, left: await chatArchive.begin(room, names, now()) } : null;
  });
  if (!begun) return false;
  for (const document of begun.left) await documents.delete(document);
  const { room, visit } = begun;
  const { transcript, seal } = await unitOfWork.withScope(SYSTEM, async (scope) => ({
    transcript: await transcriptOf(deps, scope, begun),
    seal: scope.chatArchive.sealer(room),
  }));
  const json = deps.transcripts.json.write(transcript);
  const pdf = await deps.transcripts.pdf.print(transcript, deps.breathe);
  await documents.put(names.json, seal('json', names.json, json));
  await documents.put(names.pdf, seal('pdf', names.pdf, pdf));
  const sha256 = { json: digestOf(json), pdf: digestOf(pdf) };
  const isArchived = await unitOfWork.withScope(SYSTEM, async (scope) => {
    const { audit, chatArchive, chatRetention, chatRooms } = scope;
    const at = now();
    const locked = await chatRooms.lock(roomId);
    if (locked?.lastRev !== transcript.rev || !(await chatArchive.findDue(roomId, time()))) return false;
    const kept = await chatRetention.lock(roomId);
    const keepUntil = kept && (await roomKeptUntil(scope, kept));
    if (!keepUntil || !(await chatArchive.finish(roomId, { documents: names, sha256, keepUntil }, at))) return false;
    const { clinicId } = room;
    const details = { messages: transcript.messages.length, rev: transcript.rev, ...sha256 };
    const about = { entity: 'chat_room', entityId: roomId, clinicId, patientId: visit.patientId } as const;
    await audit.record({ action: 'chat.archived', ...about, details }, at);
    return true;
  });
  // Something was said meanwhile, or another process does the same: what this attempt has put there belongs to nobody.
  if (!isArchived) for (const document of Object.values(names)) await documents.delete(document);
  return isArchived;
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function transcriptOf(deps: ArchiveRoomsDeps, scope: Scope, { room, visit }: Begun): Promise<Transcript> {
  const members = (await namedMembers(scope, [room.id], { andClosed: true })).map((member) => ({
    ...member,
    joinedAt: member.isInvited ? null : member.joinedAt,
    leftAt: member.isInvited ? null : member.leftAt,
  }));
  const changes = await allChanges(deps, scope, room);
  const messages = messagesOf(changes, members).toSorted((one, other) => one.seq - other.seq);
  const { appointmentId, clinicId, opensAt } = room;
  const { startsAt, endsAt, closedAt } = visit;
  return {
    roomId: room.id,
    appointmentId,
    clinic: { id: clinicId, name: visit.clinicName, zone: visit.zone },
    startsAt,
    endsAt,
    opensAt,
    closedAt,
    rev: changes.at(-1)?.rev ?? 0,
    members,
    messages: await withReaders(deps, scope, room.id, messages),
  };
}

type Change = ChangedMessage & { readonly rev: number };

async function allChanges(deps: ArchiveRoomsDeps, scope: Scope, room: ChatRoomRow): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (;;) {
    const changesFor = await scope.chatMessages.changesAfter(room.id, changes.at(-1)?.rev ?? 0, READ_AT_ONCE);
    const page = changesFor({ ...room, seesAfter: null });
    changes.push(...page);
    if (page.length < READ_AT_ONCE) return changes;
    await deps.breathe();
  }
}

async function withReaders(
  deps: ArchiveRoomsDeps,
  scope: Scope,
  roomId: string,
  messages: readonly Omit<TranscriptMessage, 'readBy'>[],
): Promise<readonly TranscriptMessage[]> {
  const complete: TranscriptMessage[] = [];
  for (let at = 0; at < messages.length; at += READ_AT_ONCE) {
    const page = messages.slice(at, at + READ_AT_ONCE);
    const receipts = await scope.chatMembers.receipts(roomId, { from: page[0]?.seq ?? 0, to: page.at(-1)?.seq ?? 0 });
    complete.push(...page.map((message) => ({ ...message, readBy: readersOf(message, receipts) })));
    await deps.breathe();
  }
  return complete;
}
