import { createHash } from 'node:crypto';
import type { KeyRing } from '../config/key-ring.js';
import type { Actor, Grants } from '../domain/actor.js';
import { emailKey } from '../domain/identity/email.js';
import type { Pool } from './connection.js';

/** How long a scope is good for: its transaction must begin before. Clocks of machine and database may differ by as much. */
const LIFE_SECONDS = 60;
/** What holds the parts of a scope together: a value with one of them could pass for several. */
const SEPARATORS = /[|;,]/;

/**
 * The scope of an actor, signed for the policies of the tables (`20261128-02-signed-scopes`): who it is, whose rows those
 * are, and what it opens beside them. A person of the staff sees the rows of the active clinic (a doctor the profiles of the
 * own patients alone), a patient the own ones, a platform admin clinics; whatever is no person sees what it opens.
 */
export function signedScope(keys: KeyRing, actor: Actor, opens: Grants = {}): string {
  const grants = grantsOf(keys, actor.kind === 'system' ? { ...actor.opens, ...opens } : opens);
  const expiry = `${Math.floor(Date.now() / 1000) + LIFE_SECONDS}`;
  if (actor.kind === 'api_key') {
    // Its id stands where a person's does: no row is that person's, but what the key itself has recorded.
    return keys.signScope(
      [expiry, 'staff', checked(actor.keyId), actor.clinicIds.map(checked).join(','), grants].join('|'),
    );
  }
  if (actor.kind === 'guest') {
    const visit = grantsOf(keys, { ...opens, appointment: actor.appointmentId });
    return keys.signScope([expiry, 'guest', checked(actor.userId), '', visit].join('|'));
  }
  if (actor.kind !== 'user') return keys.signScope([expiry, 'service', '', '', grants].join('|'));
  const person = [kindOf(actor.role), checked(actor.userId), actor.clinicIds.map(checked).join(',')];
  return keys.signScope([expiry, ...person, grants].join('|'));
}

function kindOf(role: string): 'staff' | 'doctor' | 'patient' | 'platform' {
  if (role === 'patient' || role === 'doctor') return role;
  return role === 'platform_admin' ? 'platform' : 'staff';
}

/** `purpose=value,value;purpose=…` */
function grantsOf(keys: KeyRing, { mailbox, link, identity, ...others }: Grants): string {
  const hashes = [
    ...(mailbox === undefined ? [] : [`mailbox=${keys.hashes(emailKey(mailbox)).join(',')}`]),
    ...(identity === undefined ? [] : [`identity=${keys.hashes(identityKey(identity)).join(',')}`]),
    ...(link === undefined ? [] : [`link=${createHash('sha256').update(link).digest('hex')}`]),
  ];
  const named = Object.entries(others)
    .filter(([, values]) => values.length > 0)
    .map(([purpose, values]) => `${purpose}=${[values].flat().map(checked).join(',')}`);
  return [...named, ...hashes].join(';');
}

/** What stands for a person at Google in keyed hashes; never the same text as a mail address. */
export function identityKey(subject: string): string {
  return `google\n${subject}`;
}

function checked(value: string): string {
  if (SEPARATORS.test(value)) throw new Error('a scope cannot hold this value');
  return value;
}

/** Stores what verifies scopes of this ring, in place of what was there. Run by the owner of the schema. */
export async function storeScopeKeys(owner: Pool, keys: KeyRing): Promise<void> {
  const known = keys.scopeKeys();
  await owner.query(
    `with gone as (delete from scope_keys where id <> all ($1))
     insert into scope_keys (id, key, is_current) select id, key, at = 1 from unnest($1::text[], $2::bytea[]) with ordinality k (id, key, at)
     on conflict (id) do update set key = excluded.key, is_current = excluded.is_current`,
    [known.map(({ id }) => id), known.map(({ key }) => key)],
  );
}
