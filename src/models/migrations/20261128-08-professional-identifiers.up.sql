-- Numbers that a regulator gives to one person: keyed hashes, so that a second account with the same number is refused.
create table professional_identifiers (
  kind text not null check (kind in ('medical_registration_number', 'prescriber_number', 'hpi_i', 'ihi')),
  value_hash text not null,
  user_id uuid not null references users,
  primary key (user_id, kind),
  constraint professional_identifiers_once unique (kind, value_hash)
);

call grant_access('professional_identifiers', api => 'select, insert, delete', worker => null);
call guard('professional_identifiers', $$user_id = (select scope_user()) or user_id = any ((select scope_grant('account'))::uuid[])$$);

-- Whether another account has a number, under whichever key of the ring it was hashed: the one thing of other people's numbers
-- that anybody is told.
create function identifier_taken(kind text, hashes text[]) returns boolean language sql stable security definer
  set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select 1 from professional_identifiers i where i.kind = $1 and i.value_hash = any ($2)) $$;
