import { randomUUID } from 'node:crypto';
import { type Client, type Json, textOf } from './client.js';

const PASSWORD = 'Chaos-run-password-1';

/** What somebody signs in with. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Opens an account, by whoever may, and signs in to it. */
export async function register(nobody: Client, by: Client, role: string, n: number, phone: Json = {}): Promise<Client> {
  const { email, password } = await openAccount(by, role, n, phone);
  return signIn(nobody, email, password);
}

/** Opens an account, by whoever may. */
export async function openAccount(by: Client, role: string, n: number, phone: Json = {}): Promise<Credentials> {
  const email = `${role}${n}-${randomUUID().slice(0, 8)}@chaos.keepwell.invalid`;
  const body = {
    email,
    password: PASSWORD,
    first_name: role,
    last_name: `Number ${n}`,
    role,
    timezone: 'UTC',
    ...phone,
  };
  const { reply } = await by.ask('POST', '/api/v1/users/register/', body);
  if (reply?.status !== 201) throw new Error(`registering a ${role} answered ${JSON.stringify(reply)}`);
  return { email, password: PASSWORD };
}

export async function signIn(nobody: Client, email: string, password: string): Promise<Client> {
  const { reply } = await nobody.ask('POST', '/api/v1/users/login/', { email, password });
  const token = textOf(reply?.body, 'access');
  const user = reply?.body.user;
  const id = typeof user === 'object' && user !== null ? (user as Record<string, unknown>).id : undefined;
  if (!token || typeof id !== 'string') throw new Error(`the sign-in answered ${reply?.status}`);
  return nobody.as(id, token);
}
