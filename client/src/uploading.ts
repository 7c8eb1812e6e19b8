// How a file is sent, with what there is to see meanwhile.
import { authorized, Refusal, refusalOf } from './api.js';

interface Sent {
  readonly file: File;
  /** Under which it may be sent again: it is stored once. */
  readonly key: string;
  /** What the form says beside the file. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Called with how much has been sent: 0 to 1. */
  readonly done: (part: number) => void;
}

/** By the one way that says how much has been sent. @throws Refusal */
export async function upload<T>(path: string, { file, key, fields = {}, done }: Sent): Promise<T> {
  const headers = await authorized();
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.setRequestHeader('idempotency-key', key);
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => done(loaded / total);
    request.onerror = () => reject(new Refusal('unreachable', 'There is no connection at the moment.'));
    request.onload = () => {
      if (request.status < 300) resolve(request.response as T);
      else reject(refusalOf(request.response, path));
    };
    request.send(body);
  });
}
