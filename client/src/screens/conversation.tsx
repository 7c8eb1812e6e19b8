import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import type { ChatRoom } from '../api.js';
import { connected } from '../chat/connection.js';
import { Room } from '../chat/room.js';
import { Bubble, WaitingBubble } from '../parts/bubble.js';
import { Composer } from '../parts/composer.js';
import { Alert, Button, Note, Screen } from '../parts/page.js';
import { People } from '../parts/people.js';
import { user } from '../session.js';
import { dayKey, dayOf, nameOf, whenOf } from '../times.js';

/** From the last line on, somebody who scrolls is taken to have gone up on purpose. */
const NEAR_END_PX = 120;

/** The conversation of one visit, live. */
export default function Conversation() {
  return <Talk id={useRoute().params.room ?? ''} me={user.value?.id ?? ''} back={['/app/messages', 'Messages']} />;
}

interface TalkProps {
  readonly id: string;
  readonly me: string;
  readonly back?: readonly [href: string, label: string];
}

export function Talk({ id, me, back }: TalkProps) {
  const room = useMemo(() => new Room(id, me), [id, me]);
  useEffect(() => () => room.close(), [room]);
  const state = room.room.value;
  const other = state && (state.doctor.id === me ? state.patient : state.doctor);
  return (
    <Screen
      title={other ? nameOf(other) : 'Conversation'}
      {...(back ? { back } : {})}
      aside={other && <Presence room={room} other={other.id} />}
      shape="talk"
    >
      {room.problem.value ? <Alert>{room.problem.value}</Alert> : <Words room={room} me={me} />}
    </Screen>
  );
}

function Presence({ room, other }: { readonly room: Room; readonly other: string }) {
  if (room.typing.value.has(other)) return <p class="presence">typing …</p>;
  return <p class="presence">{room.online.value.has(other) ? 'online' : 'not here now'}</p>;
}

function Words({ room, me }: { readonly room: Room; readonly me: string }) {
  const log = useRef<HTMLDivElement>(null);
  const messages = room.messages.value;
  const state = room.room.value;
  const lastId = messages.at(-1)?.id ?? '';
  const count = messages.length + room.unsent.value.length;
  const wasNear = useRef(true);

  useLayoutEffect(() => {
    const box = log.current;
    if (box && wasNear.current) box.scrollTop = box.scrollHeight;
  }, [lastId, count]);
  // Seen is what is shown to a person who looks.
  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && void room.markRead();
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [room, lastId, room.current.value]);

  const onScroll = () => {
    const box = log.current;
    if (box) wasNear.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
  };
  return (
    <>
      {!connected.value && (
        <Note tone="warn">No connection. What you write is kept and sent as soon as it is back.</Note>
      )}
      {state && <People room={room} me={me} />}
      {/* Older messages come into it as well, so that it is silent: what is new is said below. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by the keyboard */}
      <div class="log" role="log" aria-label="Conversation" aria-live="off" tabIndex={0} ref={log} onScroll={onScroll}>
        {state && <p class="rule">{state.notice}</p>}
        {room.hasOlder.value && <Button onClick={() => void room.older()}>Show older messages</Button>}
        {state && messages.length === 0 && <p class="rule">Nobody has written yet.</p>}
        {messages.map((message, index) => (
          <Bubble key={message.id} room={room} message={message} me={me} day={newDay(messages[index - 1], message)} />
        ))}
        {room.unsent.value.map((unsent) => (
          <WaitingBubble key={unsent.client_message_id} room={room} unsent={unsent} />
        ))}
      </div>
      <p class="hidden news" role="status">
        {room.news.value}
      </p>
      {state && !state.can_send_messages ? <Closed room={state} /> : <Composer room={room} />}
    </>
  );
}

function newDay(before: { readonly timestamp: string } | undefined, { timestamp }: { readonly timestamp: string }) {
  return before && dayKey(before.timestamp) === dayKey(timestamp) ? null : dayOf(timestamp);
}

function Closed({ room: { status, opens_at: opens } }: { readonly room: ChatRoom }) {
  return (
    <Note>
      {status === 'active'
        ? `You can write from ${whenOf(opens)}.`
        : 'This conversation is over. You can still read it.'}
    </Note>
  );
}
