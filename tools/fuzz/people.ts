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

type Account = Pick<Person, 'email' | 'password'>;

/** Signs in again when its session was ended: generated requests sign people out whose ids they have seen. */
class LastingClient extends Client {
  private session: Promise<Client> | undefined;

  constructor(
    private readonly at: Instance,
    private readonly account: Account,
  ) {
    super(at);
  }

  override call(...request: Parameters<Client['call']>): ReturnType<Client['call']> {
    return this.lasting((client) => client.call(...request));
  }

  override download(path: string): Promise<Uint8Array> {
    return this.lasting((client) => client.download(path));
  }

  private async lasting<T>(ask: (client: Client) => Promise<T>): Promise<T> {
    this.session ??= this.signedIn();
    try {
      return await ask(await this.session);
    } catch (error) {
      if (!(error instanceof JourneyError && / answered 401\b/.test(error.message))) throw error;
      this.session = this.signedIn();
      return ask(await this.session);
    }
  }

  private signedIn(): Promise<Client> {
    return new Client(this.at).signIn(this.account.email, this.account.password);
  }
}

/** The first person of this role whom the seeding made. @throws JourneyError when it made none */
export async function demoPerson(instance: Instance, role: Role): Promise<Person> {
  const account = instance.accounts.find((one) => one.role === role);
  if (!account) throw new JourneyError(`the seeding made no ${role}`);
  const client = new LastingClient(instance, account);
  const { id } = await client.call('GET', 'users/profile/');
  const { email, password } = account;
  return { role, id, email, password, client, ...sessionsOf(instance, account) };
}

/** Opens an account in a clinic, by default in that of the one who registers it. */
export async function register(instance: Instance, by: Client, role: Role, clinicId?: string): Promise<Person> {
  const account = { email: freshAddress(), password: PASSWORD };
  const name = { first_name: 'Fuzz', last_name: role };
  const { id } = await by.call('POST', 'users/register/', { ...account, role, ...name, clinic_id: clinicId ?? null });
  const client = new LastingClient(instance, account);
  return { role, id, ...account, client, ...sessionsOf(instance, account) };
}

/** An address that no account has. */
export function freshAddress(): string {
  return `fuzz-${randomUUID()}@demo.keepwell.invalid`;
}

function sessionsOf(instance: Instance, { email, password }: Account) {
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
