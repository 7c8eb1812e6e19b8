import { randomUUID } from 'node:crypto';
import { DataKey } from '../../src/config/data-key.js';
import type { KeyRing } from '../../src/config/key-ring.js';
import { fieldOf } from '../../src/models/sealed-fields.js';
import { ChatChangesTable } from '../../src/models/tables/chat/chat-changes.js';
import { ChatRoomsTable } from '../../src/models/tables/chat/chat-rooms.js';

export interface FullRoom {
  readonly room: string;
  readonly patient: string;
  readonly messages: number;
  readonly textOf: (seq: number) => string;
}

/** As the schema's owner. */
type Run = (text: string, values?: readonly unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Fills an empty room with messages of its patient, sealed as the product seals them, without its entrances and their limits. */
export async function fillRoom(run: Run, keys: KeyRing, { room, patient, messages, textOf }: FullRoom): Promise<void> {
  const [row] = await run('select key_sealed from chat_rooms where id = $1', [room]);
  const key = DataKey.open(keys, String(row?.key_sealed), fieldOf(ChatRoomsTable, 'keySealed', room));
  const ids = Array.from({ length: messages }, () => randomUUID());
  const bodies = ids.map((id, at) =>
    key.sealText(textOf(at + 1), fieldOf(ChatChangesTable, 'bodySealed', room, id, '1')),
  );
  await run(
    `with texts as (select * from unnest($3::uuid[], $4::text[]) with ordinality t (id, body, n)),
       sent as (
         insert into chat_messages (id, room_id, seq, rev, kind, sender_id, sender_role, content_mac, sent_at)
         select id, $1, n, n, 'text', $2, 'patient', 'x', now() - interval '1 hour' from texts)
     insert into chat_changes (room_id, rev, message_id, version, kind, body_sealed, changed_at)
     select $1, n, id, 1, 'sent', body, now() - interval '1 hour' from texts`,
    [room, patient, ids, bodies],
  );
  await run('update chat_rooms set last_seq = $2, last_rev = $2 where id = $1', [room, messages]);
  await run('analyze chat_messages, chat_changes');
}
