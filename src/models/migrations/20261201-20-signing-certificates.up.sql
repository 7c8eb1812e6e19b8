-- The certificates that prescriptions are signed with: the installation's authorities, one of each doctor's own and those from a file.
-- They are public, and none is ever taken back: what was signed has to be verified for as long as it is kept.
create table signing_certificates (
  id uuid primary key,
  kind text not null check (kind in ('authority', 'doctor', 'file')),
  doctor_id uuid references users,
  -- The first of its kind (and doctor) is 1, the one that renews it 2; a file's has none.
  generation integer check (generation > 0),
  holder text not null,
  issuer text not null,
  -- PEM: the certificate itself, then those of its issuers.
  chain text not null,
  -- SHA-256 of the certificate.
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  not_before timestamptz not null,
  not_after timestamptz not null check (not_after > not_before),
  -- Of the whole row, by the key ring: who can write to the database alone cannot make a certificate that counts.
  mac bytea not null check (octet_length(mac) = 16),
  created_at timestamptz not null,
  constraint signing_certificates_of_doctor check ((kind = 'doctor') = (doctor_id is not null)),
  constraint signing_certificates_generation check ((kind = 'file') = (generation is null)),
  constraint signing_certificates_fingerprint unique (fingerprint)
);
-- Of two keys that are made at once, one stands.
create unique index signing_certificates_doctors on signing_certificates (doctor_id, generation) where kind = 'doctor';
create unique index signing_certificates_authorities on signing_certificates (generation) where kind = 'authority';
create trigger signing_certificates_append_only before update or delete or truncate on signing_certificates
  for each statement execute function refuse_change();

call grant_access('signing_certificates', api => 'select', worker => 'select, insert');
-- Whoever verifies is no person of a clinic: the API reads them on behalf of nobody.
call guard('signing_certificates', reads => $$(select scope_kind()) = 'service'$$, writes => 'false');
