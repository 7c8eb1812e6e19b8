// Who takes part in a conversation. Its doctor brings others in, and takes them out.
import { answerOf, api, newId } from '../api.js';
import type { Room } from '../chat/room.js';
import { Ask, Choice, Field, type Values } from './form.js';
import { Button, List, Loaded, useAttempt, useLoad } from './page.js';

const GUESTS = { interpreter: 'Interpreter', support_person: 'Support person' };
const ROLES: Readonly<Record<string, string>> = { doctor: 'Doctor', patient: 'Patient', nurse: 'Nurse', ...GUESTS };

export function People({ room, me }: { readonly room: Room; readonly me: string }) {
  const { attempt, problem } = useAttempt();
  const { members = [], doctor, status } = room.room.value ?? {};
  const there = members.filter((one) => one.left_at === null).map((one) => ({ ...one, id: one.user }));
  const isLed = doctor?.id === me && status === 'active';
  const path = { room: room.id };

  async function bring({ role, ...values }: Values) {
    const body = { ...values, ...(role ? { role: role as keyof typeof GUESTS } : {}) };
    const how = { params: { path }, body, headers: { 'Idempotency-Key': newId() } };
    await answerOf(api.POST('/api/v1/chat/{room}/members', how));
    await room.refresh();
  }
  async function remove(user: string) {
    const how = { params: { path: { ...path, user } } };
    await attempt(() => answerOf(api.DELETE('/api/v1/chat/{room}/members/{user}', how)));
    await room.refresh();
  }
  return (
    <details class="people">
      <summary>{there.length} take part</summary>
      {problem}
      <List of={there}>
        {({ user, name, role, joined_at: joined }) => (
          <p class="row">
            <span>
              {name}
              <small>
                {ROLES[role]}
                {joined === null && ', invited'}
                {room.online.value.has(user) && ', online'}
              </small>
            </span>
            {isLed && role !== 'doctor' && role !== 'patient' && (
              <Button look="link" aria-label={`Remove ${name}`} onClick={() => void remove(user)}>
                Remove
              </Button>
            )}
          </p>
        )}
      </List>
      {isLed && (
        <div class="actions">
          <Ask label="Invite somebody" title="Invite to this conversation" action="Invite" submit={bring}>
            <p>They get a link by mail that works once, and see what is written from then on.</p>
            <Field name="name" label="Name" hint="As the others see it." required />
            <Field name="email" label="Email" type="email" required />
            <Choice name="role" label="As" options={Object.entries(GUESTS)} />
          </Ask>
          <Ask label="Add a nurse" title="Add to this conversation" action="Add" submit={bring}>
            <Nurses room={room.id} />
          </Ask>
        </div>
      )}
    </details>
  );
}

/** Of the clinic, who are not there yet. */
function Nurses({ room }: { readonly room: string }) {
  const how = { params: { path: { room } } };
  const nurses = useLoad(() => answerOf(api.GET('/api/v1/chat/{room}/nurses', how)), [room]);
  return (
    <Loaded of={nurses}>
      {(all) =>
        all.length === 0 ? (
          <p>No nurse of the clinic is left to be added.</p>
        ) : (
          <Choice name="user" label="Nurse" options={all.map(({ id, name }) => [id, name])} />
        )
      }
    </Loaded>
  );
}
