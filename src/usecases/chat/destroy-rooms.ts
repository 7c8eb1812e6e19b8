import type { DocumentStore } from '../../adapters/documents/port.js';
import { SYSTEM } from '../../domain/actor.js';
import { type Day, localDay } from '../../domain/days.js';
import { keepUntil } from '../../domain/retention.js';
import type { KeptRoom } from '../../models/repositories/chat/chat-retention.js';
import type { ChatScope } from '../../models/repositories/chat/slice.js';
import type { IdentityScope } from '../../models/repositories/identity/public.js';
import type { UnitOfWork } from '../../models/scope.js';
import type { Logger } from '../../observability/logger.js';

/** Rooms that are looked up in one go. */
const ROOMS_AT_ONCE = 50;

type Scope = ChatScope & IdentityScope;

export interface DestroyRoomsDeps {
  readonly unitOfWork: UnitOfWork<Scope>;
  readonly documents: Pick<DocumentStore, 'delete'>;
  readonly logger: Pick<Logger, 'error'>;
  readonly now: () => Date;
  /** The work goes on. */
  readonly heartbeat: () => void;
}

/** Until when the law has the room kept, by what stands in the patient's record now. */
export async function roomKeptUntil(scope: Scope, { patientId, lastEntry, zone }: KeptRoom): Promise<Day> {
  const documents = await scope.users.patientDocuments([patientId]);
  return keepUntil(localDay(lastEntry, zone), documents.get(patientId)?.dateOfBirth ?? null);
}

/**
 * Destroys each archived room that the law does not have kept any more. Of each room:
 * 1. its key goes, with a row in the audit: from then on nothing that was said or sent there can be read by anybody;
 * 2. the store forgets its files and its transcript;
 * 3. every row of it goes, with its guests.
 * A process that dies in between is made up for by the next look. A room that cannot be destroyed is logged and holds up no other.
 * Returns how many are gone.
 */
export function destroyRooms(deps: DestroyRoomsDeps) {
  return async (): Promise<number> => {
    let destroyed = 0;
    let after: string | null = null;
    for (;;) {
      const last: string | null = after;
      const over: readonly string[] = await deps.unitOfWork.withScope(SYSTEM, ({ chatRetention }) =>
        chatRetention.listOver(deps.now(), ROOMS_AT_ONCE, last),
      );
      for (const id of over) {
        deps.heartbeat();
        destroyed += await attempt(deps, id);
        after = id;
      }
      if (over.length < ROOMS_AT_ONCE) return destroyed;
    }
  };
}

async function attempt(deps: DestroyRoomsDeps, roomId: string): Promise<number> {
  try {
    return (await destroy(deps, roomId)) ? 1 : 0;
  } catch (error) {
    // The next look asks again: the store may be unreachable, and other rooms wait.
    deps.logger.error('a chat room could not be destroyed', { roomId, error });
    return 0;
  }
}

async function destroy({ unitOfWork, documents, now }: DestroyRoomsDeps, roomId: string): Promise<boolean> {
  const left = await unitOfWork.withScope(SYSTEM, async (scope) => {
    const room = await scope.chatRetention.lock(roomId);
    if (!room) return null;
    if (room.destroyedAt === null && !(await destroyKey(scope, room, now()))) return null;
    return scope.chatRetention.documents(roomId);
  });
  if (left === null) return false;
  for (const document of left) await documents.delete(document);
  await unitOfWork.withScope(SYSTEM, ({ chatRetention }) => chatRetention.forget(roomId));
  return true;
}

/** False where the room has to be kept longer than was known when it was archived. */
async function destroyKey(scope: Scope, room: KeptRoom, now: Date): Promise<boolean> {
  const { id, clinicId, patientId, zone, messages, files, createdAt, closedAt } = room;
  const until = await roomKeptUntil(scope, room);
  if (until >= localDay(now, zone)) {
    await scope.chatRetention.keep(id, until);
    return false;
  }
  await scope.chatRetention.destroy(id, now);
  const period = { from: localDay(createdAt, zone), to: closedAt && localDay(closedAt, zone) };
  const details = { messages, files, ...period, keptUntil: until };
  const about = { entity: 'chat_room', entityId: id, clinicId, patientId } as const;
  await scope.audit.record({ action: 'chat.destroyed', ...about, details }, now);
  return true;
}
