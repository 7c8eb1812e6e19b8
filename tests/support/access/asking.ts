import type { Stage } from '../stage.js';
import type { Caller } from './callers.js';
import type { WalkRequest } from './requests.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What this caller is answered. */
export async function ask(
  stage: Stage,
  { method, path: template }: { readonly method: string; readonly path: string },
  { token, apiKey }: Caller,
  request: WalkRequest,
): Promise<Answer> {
  const { path = {}, query, body, file } = request;
  const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? 'missing');
  const isForm = typeof body === 'string';
  const response = await fetch(`${stage.clinic.apiUrl}${filled}${query ? `?${query}` : ''}`, {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: {
      ...(body === undefined
        ? {}
        : { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(apiKey ? { 'x-api-key': apiKey.key } : {}),
    },
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    ...(file ? { body: formWith(file) } : {}),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

function formWith({ name, bytes }: NonNullable<WalkRequest['file']>): FormData {
  const form = new FormData();
  form.set('file', new Blob([bytes]), name);
  return form;
}

/** Without what differs between any two answers. */
export function plain(text: string): string {
  return text.replace(/"request_id":"[^"]*"/, '').replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, 'ID');
}
