-- The private keys of signing certificates, sealed. The worker signs; the API cannot so much as read this table.
create table signing_keys (
  certificate_id uuid primary key references signing_certificates,
  private_key_sealed text not null
);
create trigger signing_keys_append_only before update or delete or truncate on signing_keys
  for each statement execute function refuse_change();

call grant_access('signing_keys', api => null, worker => 'select, insert');
call guard('signing_keys', reads => 'false');
