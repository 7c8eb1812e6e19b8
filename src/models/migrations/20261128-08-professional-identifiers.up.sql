-- Numbers that a regulator gives to one person: keyed hashes, so that a second account with the same number is refused.
create table professional_identifiers (
  kind text not null check (kind in ('medical_registration_number', 'prescriber_number', 'hpi_i', 'ihi')),
  value_hash text not null,
  user_id uuid not null references users,
  primary key (user_id, kind),
  constraint professional_identifiers_once unique (kind, value_hash)
);

call grant_access('professional_identifiers', api => 'select, insert, delete', worker => null);
