// Files of a conversation: those that wait to be sent, and those of a message.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Attachment, answerOf, api, save } from '../api.js';
import type { Upload, Uploads } from '../chat/uploads.js';
import { Button } from './button.js';
import { Icon } from './icon.js';
import { Alert } from './notice.js';

const sizeOf = (bytes: number) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);

export function WaitingFiles({ uploads, left }: { readonly uploads: Uploads; readonly left: () => void }) {
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

/** Where it can be fetched, for the next five minutes. @throws Refusal */
async function linkTo(id: string): Promise<string> {
  const { url } = await answerOf(api.GET('/api/v1/chat/attachments/{id}', { params: { path: { id } } }));
  return new URL(url).pathname;
}

/** One of a message: a picture is shown, and each is saved when it is pressed. */
export function SentFile({ file: { id, filename, size, content_type: type } }: { readonly file: Attachment }) {
  const [picture, setPicture] = useState('');
  const [problem, setProblem] = useState('');
  const isPicture = type.startsWith('image/');
  useEffect(() => {
    // Without it there is still the name.
    if (isPicture) void linkTo(id).then(setPicture, () => undefined);
  }, [id]);
  const download = async () => {
    setProblem('');
    await linkTo(id).then(
      (path) => save(path, filename),
      (error: Error) => setProblem(error.message),
    );
  };
  return (
    <>
      <button type="button" class="file" onClick={() => void download()}>
        {isPicture ? <span class="picture">{picture && <img src={picture} alt="" />}</span> : <Icon name="form" />}
        <span>
          <i class="hidden">Save </i>
          {filename} <small>{sizeOf(size)}</small>
        </span>
      </button>
      {problem && <Alert>{problem}</Alert>}
    </>
  );
}
