import { Client, type Instance, JourneyError, mailsTo, until } from '../rig/instance.js';
import { freshAddress } from './people.js';

const PASSWORD = 'a phrase of its own';
const PATIENCE_MS = 20_000;

/** A token that confirms the address of a new account. */
export async function verifyingToken(instance: Instance): Promise<string> {
  const email = await newAccount(instance);
  await new Client(instance).call('POST', 'users/email/verify/resend/', { email });
  return tokenMailed(instance, email, 'verify');
}

/** A token that sets the password of a new account. */
export async function resettingToken(instance: Instance): Promise<string> {
  const email = await newAccount(instance);
  await new Client(instance).call('POST', 'users/password/forgot/', { email });
  return tokenMailed(instance, email, 'reset');
}

/** A token that gives a new account back to the address that it had at first. */
export async function undoingToken(instance: Instance): Promise<string> {
  const [email, another] = [await newAccount(instance), freshAddress()];
  const client = await new Client(instance).signIn(email, PASSWORD);
  await client.call('POST', 'users/email/change/', { new_email: another });
  const token = await tokenMailed(instance, another, 'verify');
  await new Client(instance).call('POST', 'users/email/verify/', { token });
  return tokenMailed(instance, email, 'undo');
}

/** A token by which somebody without an account comes to work at a clinic. */
export async function invitingToken(instance: Instance, admin: Client, clinicId: string): Promise<string> {
  const email = freshAddress();
  await admin.call('POST', `clinics/${clinicId}/invitations/`, { email, role: 'nurse' });
  return tokenMailed(instance, email, 'invitation');
}

/** A token by which a guest comes into a chat room, and the guest. */
export async function guestToken(instance: Instance, doctor: Client, room: string) {
  const email = freshAddress();
  const { user } = await doctor.call('POST', `chat/${room}/members/`, { name: 'Fuzz', email, role: 'interpreter' });
  return { user: String(user), token: await tokenMailed(instance, email, 'guest') };
}

async function newAccount(instance: Instance): Promise<string> {
  const email = freshAddress();
  const name = { first_name: 'Fuzz', last_name: 'Patient' };
  await new Client(instance).call('POST', 'users/register/', { email, password: PASSWORD, ...name });
  return email;
}

async function tokenMailed(instance: Instance, email: string, purpose: string): Promise<string> {
  const page = purpose === 'guest' ? 'app/guest' : `account/${purpose}`;
  const link = new RegExp(`/${page}#token=([\\w-]+)`);
  const token = await until(PATIENCE_MS, async () => {
    const mails = await mailsTo(instance, email);
    return mails.map(({ text }) => link.exec(text)?.[1]).find((found) => found !== undefined);
  });
  if (token === undefined) throw new JourneyError(`no link to ${purpose} came by mail`);
  return token;
}
