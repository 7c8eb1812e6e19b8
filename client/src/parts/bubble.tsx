// One message of a conversation, and one that is not there yet.

import { useState } from 'preact/hooks';
import type { ChatMessage } from '../api.js';
import { Refusal } from '../api.js';
import type { Unsent } from '../chat/kept-words.js';
import type { Room } from '../chat/room.js';
import { timeOf } from '../times.js';
import { Button } from './button.js';
import { Confirm } from './confirm.js';
import { Area } from './form.js';
import { Alert } from './notice.js';

interface BubbleProps {
  readonly room: Room;
  readonly message: ChatMessage;
  readonly me: string;
  /** The day, where it is the first message of one. */
  readonly day: string | null;
}

export function Bubble({ room, message, me, day }: BubbleProps) {
  const { kind, sender, sender_name: name, timestamp, edited_at: edited, deleted_at: deleted } = message;
  const isMine = sender === me;
  if (kind === 'system') return <p class="rule">{message.message}</p>;
  return (
    <>
      {day && <p class="day">{day}</p>}
      <article class={isMine ? 'bubble mine' : 'bubble'}>
        <p class="hidden">{isMine ? 'You' : name}</p>
        <p class={deleted ? 'typed gone' : 'typed'}>{deleted ? 'This message was taken back.' : message.message}</p>
        <footer>
          <time dateTime={timestamp}>{timeOf(timestamp)}</time>
          {edited && !deleted && <span>edited</span>}
          {isMine && !deleted && <span>{isReadByOther(room, message, me) ? 'read' : 'sent'}</span>}
          {isMine && !deleted && room.room.value?.can_send_messages && <Change room={room} message={message} />}
        </footer>
      </article>
    </>
  );
}

function isReadByOther(room: Room, { seq }: ChatMessage, me: string): boolean {
  const others = room.room.value?.members.filter(({ user, left_at }) => user !== me && left_at === null) ?? [];
  return others.length > 0 && others.every(({ read_up_to: upTo }) => upTo >= seq);
}

/** Within its window; afterwards the clinic says that it is over. */
function Change({ room, message: { id, message } }: { readonly room: Room; readonly message: ChatMessage }) {
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState('');
  const remove = async (close: () => void) => {
    const refused = await room.remove(id);
    setProblem(refused);
    if (!refused) close();
  };
  return (
    <>
      <Button look="link" aria-label={`Change: ${message.slice(0, 40)}`} onClick={() => setOpen(true)}>
        Change
      </Button>
      {open && (
        <Confirm
          title="Change your message"
          action="Save"
          close={() => setOpen(false)}
          submit={async ({ words = '' }) => {
            const refused = await room.edit(id, words);
            if (refused) throw new Refusal('validation_failed', refused);
          }}
        >
          {problem && <Alert>{problem}</Alert>}
          <Area name="words" label="Your message" defaultValue={message} maxLength={4000} required />
          <Button look="link" onClick={() => void remove(() => setOpen(false))}>
            Take this message back
          </Button>
        </Confirm>
      )}
    </>
  );
}

/** Kept on this device until the clinic has it. */
export function WaitingBubble({ room, unsent }: { readonly room: Room; readonly unsent: Unsent }) {
  const { client_message_id: id, message, refused } = unsent;
  return (
    <article class={refused ? 'bubble mine refused' : 'bubble mine waiting'}>
      <p class="hidden">You</p>
      <p class="typed">{message}</p>
      <footer>
        {refused ? (
          <>
            <span role="alert">Not sent. {refused}</span>
            <Button look="link" onClick={() => room.again(id)}>
              Try again
            </Button>
            <Button look="link" onClick={() => room.drop(id)}>
              Throw away
            </Button>
          </>
        ) : (
          <span>Waiting</span>
        )}
      </footer>
    </article>
  );
}
