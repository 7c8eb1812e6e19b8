// Where a message is written. Each letter is kept, so that a reload loses nothing.
import { useRef, useState } from 'preact/hooks';
import type { Room } from '../chat/room.js';

const LONGEST = 4_000;

export function Composer({ room }: { readonly room: Room }) {
  const [text, setText] = useState(room.draft);
  const field = useRef<HTMLTextAreaElement>(null);
  const send = () => {
    if (text.trim() === '') return;
    room.say(text);
    setText('');
    field.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label for="message">Message</label>
      <textarea
        id="message"
        ref={field}
        rows={1}
        value={text}
        maxLength={LONGEST}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          room.type(currentTarget.value);
        }}
        onKeyDown={(event) => {
          // With a real keyboard; on a phone Enter makes a new line, as everywhere there.
          const isSend = event.key === 'Enter' && !event.shiftKey && !event.isComposing;
          if (!isSend || !matchMedia('(pointer: fine)').matches) return;
          event.preventDefault();
          send();
        }}
      />
      <button type="submit" class="button">
        Send
      </button>
    </form>
  );
}
