import { Context } from '@temporalio/activity';
import { type ArchiveRoomsDeps, archiveRooms } from '../usecases/chat/archive-rooms.js';
import { type DestroyRoomsDeps, destroyRooms } from '../usecases/chat/destroy-rooms.js';
import { asActivity } from './failures.js';

export interface ChatActivityDeps {
  readonly rooms: Omit<ArchiveRoomsDeps & DestroyRoomsDeps, 'heartbeat'>;
}

/** What becomes of chat rooms by a Schedule. */
export function chatActivities({ rooms }: ChatActivityDeps) {
  const heartbeat = () => Context.current().heartbeat();
  return {
    archiveRooms: asActivity(archiveRooms({ ...rooms, heartbeat })),
    destroyRooms: asActivity(destroyRooms({ ...rooms, heartbeat })),
  };
}
