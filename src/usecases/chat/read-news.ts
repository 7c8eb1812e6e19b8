import type { ChatActor } from '../../domain/actor.js';
import { enterRoom } from './enter-room.js';
import { type AttendanceDeps, noteAttendance } from './note-attendance.js';
import { NotedReadings, noteReading, readingOf } from './note-reading.js';
import { type NewsQuery, readTogether } from './read-together.js';
import { askNews, type RoomNews, stateFor } from './room-news.js';
import { shownTo } from './shown-messages.js';

/**
 * What has happened in a room after a `rev`, at most 200 changes. Asked for whenever something may be new; that the person may
 * still read is judged each time. Those who ask at once are answered by one reading.
 * @throws DomainError not_found; forbidden for a former member
 */
export function readNews(deps: AttendanceDeps) {
  const noted = new NotedReadings();
  const together = readTogether(deps);
  const alone = readAlone(deps, noted);
  return async (actor: ChatActor, query: NewsQuery): Promise<RoomNews> => {
    const { roomId, since } = query;
    const isShared = (actor.role === 'doctor' || actor.role === 'patient') && noted.has(actor, roomId, deps.now());
    return (isShared ? await together(actor, query) : null) ?? alone(actor, roomId, since);
  };
}

function readAlone({ unitOfWork, now, refreshVisit }: AttendanceDeps, noted: NotedReadings) {
  return async (actor: ChatActor, roomId: string, since: number): Promise<RoomNews> => {
    const at = now();
    const isNoted = noted.has(actor, roomId, at);
    const { news, entered, attended } = await unitOfWork.withScope(
      actor,
      async (scope) => {
        const entered = await enterRoom(scope, actor, roomId, at);
        const { room } = entered;
        const { changesFor, members, latest, receipts } = await askNews(scope, roomId, since);
        const changes = changesFor(room).map((one) => shownTo(actor.userId, one, { members, receipts }));
        if (changes.length > 0 && !isNoted) await noteReading(scope, actor, entered, at);
        // Whoever has waited in the room for its opening is seen from then on.
        const isFirst = await noteAttendance(scope, actor, entered, at);
        const news = { changes, receipts: latest, state: stateFor(actor, entered, at) };
        return { news, entered, attended: isFirst ? room.appointmentId : null };
      },
      isNoted ? { opens: { room: roomId } } : readingOf(actor, roomId),
    );
    if (news.changes.length > 0) noted.add(actor, entered, at);
    if (attended !== null) refreshVisit(attended);
    return news;
  };
}
