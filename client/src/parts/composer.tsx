// Where a message is written. Each letter is kept, so that a reload loses nothing.
import { useRef, useState } from 'preact/hooks';
import type { Room } from '../chat/room.js';
import { TAKEN } from '../chat/uploads.js';
import { Button } from './button.js';
import { WaitingFiles } from './files.js';
import { Icon } from './icon.js';

const LONGEST = 4_000;

export function Composer({ room }: { readonly room: Room }) {
  const [text, setText] = useState(room.draft);
  const field = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const { uploads } = room;
  const focus = () => field.current?.focus();
  const send = () => {
    const isEmpty = text.trim() === '' && uploads.stored.length === 0;
    if (isEmpty || !uploads.areDone) return;
    room.say(text.trim() === '' ? '' : text);
    setText('');
    focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <WaitingFiles uploads={uploads} left={focus} />
      <label for="message">Message</label>
      <Button aria-label="Add a picture or PDF" onClick={() => files.current?.click()}>
        <Icon name="clip" />
      </Button>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={TAKEN}
        onChange={({ currentTarget }) => {
          uploads.add(currentTarget.files ?? []);
          // The same file may be chosen once more.
          currentTarget.value = '';
          focus();
        }}
      />
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
      <button type="submit" class="button" aria-disabled={!uploads.areDone}>
        Send
      </button>
    </form>
  );
}
