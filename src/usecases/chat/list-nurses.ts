import type { UserActor } from '../../domain/actor.js';
import type { ChatDeps } from './chat-deps.js';
import { ledRoom } from './enter-room.js';

/** Somebody who could be brought into a room. */
export interface Nurse {
  readonly id: string;
  readonly name: string;
}

/**
 * The nurses whom the visit's doctor can bring into the room, by name: those who work at its clinic now, and are not in it. The audit
 * has who was shown. @throws DomainError not_found, forbidden for everybody but the doctor
 */
export function listNurses({ unitOfWork, now }: ChatDeps) {
  return (actor: UserActor, roomId: string): Promise<readonly Nurse[]> =>
    unitOfWork.withScope(
      actor,
      async (scope) => {
        const at = now();
        const { clinicId } = await ledRoom(scope, actor, await scope.chatRooms.find(roomId, actor.userId), {
          roomId,
          at,
        });
        const members = await scope.chatMembers.list([roomId]);
        const isThere = (id: string) => members.some(({ userId, leftAt }) => userId === id && leftAt === null);
        const others = (await scope.memberships.holders(clinicId, 'nurse')).filter((id) => !isThere(id));
        const nurses = (await scope.users.list(others))
          .map(({ id, firstName, lastName }) => ({ id, name: `${firstName} ${lastName}` }))
          .sort((one, other) => one.name.localeCompare(other.name) || one.id.localeCompare(other.id));
        const details = { users: nurses.map(({ id }) => id).join(',') };
        await scope.audit.record(
          { action: 'members.listed', entity: 'clinic', entityId: clinicId, clinicId, details },
          at,
        );
        return nurses;
      },
      { opens: { room: roomId } },
    );
}
