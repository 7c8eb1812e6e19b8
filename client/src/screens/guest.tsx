import { useState } from 'preact/hooks';
import { Form } from '../parts/form.js';
import { Note, Screen } from '../parts/page.js';
import { enterAsGuest, guest } from '../session.js';
import { Talk } from './conversation.js';

/** The way in for an interpreter or support person: the link of their mail works once, and not before they press the button. */
export default function Guest() {
  const [token, setToken] = useState(takeToken);
  if (guest.value && !token) return <Talk id={guest.value.room_id} me={guest.value.user} />;
  return (
    <Screen title="Join a conversation" shape="card">
      {token ? (
        <>
          <p>A doctor has invited you to the conversation with a patient.</p>
          <p>You see what is written from now on. Everybody in it sees your name, and that you are there.</p>
          <Form
            action="Join"
            submit={async () => {
              await enterAsGuest(token);
              setToken(null);
            }}
          />
        </>
      ) : (
        <Note>
          Open the link in the mail with your invitation. It works once: if you have left, ask the doctor for another
          one.
        </Note>
      )}
    </Screen>
  );
}

/** Of the address, where it stays no longer than this. */
function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  history.replaceState(null, '', location.pathname);
  return token;
}
