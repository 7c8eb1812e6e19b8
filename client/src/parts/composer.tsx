// Where a message is written. Every keystroke is kept, so that a reload loses nothing.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Room } from '../chat/room.js';
import { TAKEN, type Upload, type Uploads } from '../chat/uploads.js';
import { sizeOf } from '../times.js';
import { Icon } from './icon.js';
import { Button } from './page.js';

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

function WaitingFiles({ uploads, left }: { readonly uploads: Uploads; readonly left: () => void }) {
  const all = uploads.all.value;
  return (
    <>
      <p class="hidden" role="status">
        {all.length > 0 && uploads.areDone && `${uploads.stored.length} ready to be sent`}
      </p>
      {all.length > 0 && (
        <ul class="files" aria-label="Files of this message">
          {all.map((upload) => (
            <li key={upload.key} class={upload.refused ? 'file refused' : 'file'}>
              {upload.file?.type.startsWith('image/') ? <Preview file={upload.file} /> : <Icon name="form" />}
              <span>
                {upload.name}
                <State of={upload} />
              </span>
              <Button
                look="link"
                aria-label={`Remove ${upload.name}`}
                onClick={() => {
                  uploads.drop(upload.key);
                  left();
                }}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function State({ of: { name, size, done, stored, refused } }: { readonly of: Upload }) {
  if (refused) return <small role="alert">{refused}</small>;
  if (stored) return <small>{sizeOf(stored.size)}, ready</small>;
  // The clinic looks at what has arrived.
  if (done === 1) return <small>{sizeOf(size)}, being checked</small>;
  return <progress value={done} aria-label={`Sending ${name}`} />;
}

/** Drawn small, from the file itself: it is shown before anybody else has it. */
function Preview({ file }: { readonly file: File }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = async () => {
      const picture = await createImageBitmap(file);
      const context = canvas.current?.getContext('2d');
      const { width, height } = picture;
      const side = Math.min(width, height);
      context?.drawImage(picture, (width - side) / 2, (height - side) / 2, side, side, 0, 0, 96, 96);
    };
    // What is no picture after all is refused by the clinic.
    void draw().catch(() => undefined);
  }, [file]);
  return <canvas ref={canvas} width={96} height={96} />;
}
