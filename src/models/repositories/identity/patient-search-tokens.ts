import type { IndexToken, KeyRing } from '../../../config/key-ring.js';
import type { SearchTerm } from '../../../domain/identity/search-terms.js';
import type { Sql } from '../../sql.js';

/** Hashed together with the clinic: the same name has another token in another clinic. */
export function searchTokens(
  keys: KeyRing,
  clinicId: string,
  { kind, value }: SearchTerm,
): readonly [IndexToken, ...IndexToken[]] {
  return keys.indexTokens(`${clinicId}\n${kind}\n${value}`);
}

/** Lets the clinics whose patient an account is find it by these terms, and by no other. Tokens of older keys go, too. */
export async function storeSearchTokens(
  db: Sql,
  keys: KeyRing,
  userId: string,
  terms: readonly SearchTerm[],
): Promise<void> {
  const { rows: clinics } = await db.query<{ clinicId: string }>(
    "select clinic_id from memberships where user_id = $1 and role = 'patient'",
    [userId],
  );
  if (clinics.length === 0) return;
  const wanted = clinics.flatMap(({ clinicId }) =>
    terms.map((term) => ({ clinicId, ...searchTokens(keys, clinicId, term)[0] })),
  );
  const values = [userId, wanted.map(({ clinicId }) => clinicId), wanted.map(({ token }) => token)];
  await db.query(
    `delete from patient_search_tokens t where t.user_id = $1 and not exists (
       select 1 from unnest($2::uuid[], $3::bytea[]) as w (clinic_id, token) where w.clinic_id = t.clinic_id and w.token = t.token)`,
    values,
  );
  await db.query(
    `insert into patient_search_tokens (clinic_id, token, user_id, key_id)
     select w.clinic_id, w.token, $1, $4 from unnest($2::uuid[], $3::bytea[]) as w (clinic_id, token) on conflict do nothing`,
    [...values, wanted[0]?.keyId],
  );
}
