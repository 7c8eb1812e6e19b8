import assert from 'node:assert/strict';
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testFolder } from '../launcher/testing.js';
import { Client, type Json, newTally, textOf } from '../rig/client.js';
import { Stack } from '../rig/stack.js';
import { openRooms } from './people.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Words that nothing else has; each is said, written or uploaded once. */
const SECRET = {
  symptoms: 'zyxsymptomword',
  message: 'zyxmessageword',
  edited: 'zyxeditedword',
  deleted: 'zyxdeletedword',
  fileName: 'zyxfilenameword',
  file: 'zyxfileword',
};
/** What is no secret, and so shows that the search finds what is there: the name of the demo doctors' clinic. */
const CONTROL = 'Keepwell Demo Clinic';

/** Which of these words stand in a file, as text of one or of two bytes a character. */
async function wordsIn(path: string, words: readonly string[]): Promise<readonly string[]> {
  const forms = words.flatMap((word) => [
    { word, bytes: Buffer.from(word, 'utf8') },
    { word, bytes: Buffer.from(word, 'utf16le') },
  ]);
  const overlap = Math.max(...forms.map(({ bytes }) => bytes.length));
  const found = new Set<string>();
  let tail = Buffer.alloc(0);
  for await (const part of createReadStream(path, { highWaterMark: 4_194_304 })) {
    const piece = Buffer.concat([tail, part as Buffer]);
    for (const { word, bytes } of forms) if (piece.includes(bytes)) found.add(word);
    tail = piece.subarray(-overlap);
  }
  return [...found];
}

/** A letter, as a PDF that says nothing but one word. */
async function upload(apiUrl: string, token: string, room: string): Promise<string> {
  const pdf = `%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n% ${SECRET.file}\ntrailer <</Root 1 0 R>>\n%%EOF\n`;
  const form = new FormData();
  form.set('file', new Blob([pdf], { type: 'application/pdf' }), `${SECRET.fileName}.pdf`);
  const response = await fetch(`${apiUrl}/api/v1/chat/${room}/attachments/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  const body = (await response.json()) as { id: string };
  assert.equal(response.status, 201, JSON.stringify(body));
  return body.id;
}

test('no word of a message, an edit, a file, its name or a symptom stands in any file of the data directory', async (t) => {
  const dataDir = testFolder();
  const stop = new AbortController().signal;
  const stack = await Stack.start({
    ...{ root, dataDir, say: () => undefined, stop, apiProcesses: 2 },
    settings: { PAYMENTS_ENABLED: 'false', LOG_LEVEL: 'debug' },
  });
  let stopped = false;
  t.after(() => (stopped ? undefined : stack.stop()));
  const nobody = Client.anonymous(stack.apiUrl, newTally(), stop);
  const [room] = await openRooms(stack, nobody, 1);
  assert.ok(room);
  const [patient, doctor] = [await room.patient.rest(), await room.doctor.rest()];
  const ask = async (client: Client, method: string, path: string, body?: Json): Promise<Json> => {
    const { reply } = await client.ask(method, `/api/v1/${path}`, body);
    assert.ok(reply && reply.status < 300, `${method} ${path}: ${JSON.stringify(reply)}`);
    return reply.body;
  };
  const slots = await ask(patient, 'GET', `appointments/availabilities/list/?limit=5&doctor=${room.doctor.id}`);
  const slot = textOf((slots as object as readonly Json[])[3], 'id');
  await ask(patient, 'POST', 'appointments/', { availability_id: slot, symptoms: `It began with ${SECRET.symptoms}` });

  const say = (client: Client, message: string) => ask(client, 'POST', `chat/messages/${room.id}/`, { message });
  await say(patient, `I feel ${SECRET.message} again`);
  const edited = textOf(await say(doctor, 'Since when?'), 'id');
  await ask(doctor, 'PATCH', `chat/${room.id}/messages/${edited}/`, { message: `Since when is it ${SECRET.edited}?` });
  const deleted = textOf(await say(patient, `Forget ${SECRET.deleted}`), 'id');
  await ask(patient, 'DELETE', `chat/${room.id}/messages/${deleted}/`);
  const attachment = await upload(stack.apiUrl, await room.patient.token(), room.id);
  const withFile = { message: 'Here is the letter', attachments: [attachment] };
  await ask(patient, 'POST', `chat/messages/${room.id}/`, withFile);
  await ask(doctor, 'GET', `chat/${room.id}/messages/?search=${SECRET.message}`);
  const { url } = await ask(doctor, 'GET', `chat/attachments/${attachment}/`);
  const file = await (await fetch(String(url))).text();
  assert.ok(file.includes(SECRET.file), 'its reader gets what was sent');
  await stack.stop();
  stopped = true;

  const words = [...Object.values(SECRET), CONTROL];
  const found = new Map<string, string[]>();
  let files = 0;
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files += 1;
    const path = join(entry.parentPath, entry.name);
    for (const word of await wordsIn(path, words)) found.set(word, [...(found.get(word) ?? []), path]);
  }
  assert.ok((found.get(CONTROL) ?? []).length > 0, 'the search finds nothing at all');
  found.delete(CONTROL);
  assert.deepEqual(Object.fromEntries(found), {});
  t.diagnostic(`${files} files searched`);
});
