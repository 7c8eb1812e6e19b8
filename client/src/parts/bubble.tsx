// One message of a conversation, and one that is not there yet.

import { useEffect, useState } from 'preact/hooks';
import { type Attachment, answerOf, api, type ChatMessage, Refusal, save } from '../api.js';
import type { Unsent } from '../chat/kept-words.js';
import { type Room, wordsOf } from '../chat/room.js';
import { sizeOf, timeOf } from '../times.js';
import { Area, Ask } from './form.js';
import { Icon } from './icon.js';
import { Alert, Button, useAttempt } from './page.js';

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
  const isOfTwo = (room.room.value?.members.length ?? 0) < 3;
  if (kind === 'system') return <p class="rule">{message.message}</p>;
  return (
    <>
      {day && <p class="day">{day}</p>}
      <article class={isMine ? 'bubble mine' : 'bubble'}>
        <p class={isMine || isOfTwo ? 'hidden' : 'day'}>{isMine ? 'You' : name}</p>
        {deleted && <p class="gone">This message was taken back.</p>}
        {message.message && <p class="typed">{message.message}</p>}
        {message.attachments.map((file) => (
          <SentFile key={file.id} file={file} />
        ))}
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
function Change({ room, message }: { readonly room: Room; readonly message: ChatMessage }) {
  const [problem, setProblem] = useState('');
  return (
    <Ask
      label="Change"
      name={`Change: ${wordsOf(message).slice(0, 40)}`}
      look="link"
      title="Change your message"
      action="Save"
      submit={async ({ words = '' }) => {
        const refused = await room.edit(message.id, words);
        if (refused) throw new Refusal('validation_failed', refused);
      }}
    >
      {problem && <Alert>{problem}</Alert>}
      <Area
        name="words"
        label="Your message"
        defaultValue={message.message}
        maxLength={4000}
        required={message.attachments.length === 0}
      />
      <Button look="link" onClick={() => void room.remove(message.id).then(setProblem)}>
        Take this message back
      </Button>
    </Ask>
  );
}

/** Kept on this device until the clinic has it. */
export function WaitingBubble({ room, unsent }: { readonly room: Room; readonly unsent: Unsent }) {
  const { client_message_id: id, refused } = unsent;
  return (
    <article class={refused ? 'bubble mine refused' : 'bubble mine waiting'}>
      <p class="hidden">You</p>
      <p class="typed">{wordsOf(unsent)}</p>
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

/** Where it can be fetched, for the next five minutes. @throws Refusal */
async function linkTo(id: string): Promise<string> {
  const { url } = await answerOf(api.GET('/api/v1/chat/attachments/{id}', { params: { path: { id } } }));
  return new URL(url).pathname;
}

/** One of a message: a picture is shown, and each is saved when it is pressed. */
function SentFile({ file: { id, filename, size, content_type: type } }: { readonly file: Attachment }) {
  const [picture, setPicture] = useState('');
  const { attempt, problem } = useAttempt();
  const isPicture = type.startsWith('image/');
  useEffect(() => {
    // Without it there is still the name.
    if (isPicture) void linkTo(id).then(setPicture, () => undefined);
  }, [id]);
  const download = async () => save(await linkTo(id), filename);
  return (
    <>
      <button type="button" class="file" onClick={() => void attempt(download)}>
        {isPicture ? <span class="picture">{picture && <img src={picture} alt="" />}</span> : <Icon name="form" />}
        <span>
          <i class="hidden">Save </i>
          {filename} <small>{sizeOf(size)}</small>
        </span>
      </button>
      {problem}
    </>
  );
}
