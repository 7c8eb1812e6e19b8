import { answerOf, api, type ChatRoom } from '../api.js';
import { wordsOf } from '../chat/room.js';
import { LoadedList, Screen, useLoad } from '../parts/page.js';
import { user } from '../session.js';
import { nameOf, whenOf } from '../times.js';

/** The conversations of one's visits, the liveliest first. */
export default function Messages() {
  const rooms = useLoad(() => answerOf(api.GET('/api/v1/chat')), [user.value?.id]);
  return (
    <Screen title="Messages">
      <LoadedList
        of={rooms}
        empty={['chat', 'No conversation yet', 'Each booked appointment has one. It opens shortly before the visit.']}
      >
        {(room) => <Conversation room={room} />}
      </LoadedList>
    </Screen>
  );
}

function Conversation({ room }: { readonly room: ChatRoom }) {
  const { appointment_context: visit, unread_count: unread, last_message: last } = room;
  const other = room.doctor.id === user.value?.id ? room.patient : room.doctor;
  const start = visit.appointment_date;
  return (
    <a class="row" href={`/app/messages/${room.id}`}>
      <span>
        <strong>{nameOf(other)}</strong>
        <small>{whenOf(start)}</small>
        {last && <span class="excerpt">{wordsOf(last) || 'This message was taken back.'}</span>}
      </span>
      {unread > 0 ? <span class="tag">{unread} new</span> : <span class="tag plain">{stateOf(room)}</span>}
    </a>
  );
}

function stateOf({ can_send_messages: isOpen, status, opens_at: opens }: ChatRoom): string {
  if (isOpen) return 'Open';
  return status === 'active' ? `Opens ${whenOf(opens)}` : 'Over';
}
