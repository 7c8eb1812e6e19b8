import { randomUUID } from 'node:crypto';
import type { Role } from '../../src/domain/roles.js';
import { Client, type Instance, JourneyError } from '../rig/instance.js';

const PASSWORD = 'Fuzz-run-password-1';

/** What a login answers, as far as a run needs it. */
interface Session {
  readonly id: string;
  readonly access: string;
  readonly refresh: string;
}

/** Somebody of the run, with an account of their own. */
export interface Person {
  readonly role: Role;
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly client: Client;
  /** Opens one more session of the account. */
  openSession(): Promise<Session>;
}

/** The administrator whom the seeding made. @throws JourneyError when it made none */
export async function demoAdmin(instance: Instance): Promise<Person> {
  const account = instance.accounts.find(({ role }) => role === 'admin');
  if (!account) throw new JourneyError('the seeding made no admin');
  const client = await new Client(instance).signIn(account.email, account.password);
  const { id } = await client.call('GET', 'users/profile/');
  const { email, password } = account;
  return { role: 'admin', id, email, password, client, ...sessionsOf(instance, account) };
}

/** Opens an account in the clinic of the one who registers it. */
export async function register(instance: Instance, by: Client, role: Role): Promise<Person> {
  const account = { email: freshAddress(), password: PASSWORD };
  const name = { first_name: 'Fuzz', last_name: role };
  const { id } = await by.call('POST', 'users/register/', { ...account, role, ...name });
  const client = await new Client(instance).signIn(account.email, account.password);
  return { role, id, ...account, client, ...sessionsOf(instance, account) };
}

/** An address that no account has. */
export function freshAddress(): string {
  return `fuzz-${randomUUID()}@demo.keepwell.invalid`;
}

function sessionsOf(instance: Instance, { email, password }: Pick<Person, 'email' | 'password'>) {
  return {
    openSession: async (): Promise<Session> => {
      const { access, refresh } = await new Client(instance).call('POST', 'users/login/', { email, password });
      const sessions: readonly { readonly id: string; readonly current: boolean }[] = await new Client(
        instance,
        access,
      ).call('GET', 'users/sessions/?limit=200');
      const id = sessions.find(({ current }) => current)?.id;
      if (id === undefined) throw new JourneyError('a session that was just opened is not in the list');
      return { id, access, refresh };
    },
  };
}
