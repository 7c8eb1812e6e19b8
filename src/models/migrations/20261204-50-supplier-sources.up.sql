-- Where a clinic has the price lists of a supplier fetched from: one address for each supplier, which people change by API alone.
create table supplier_sources (
  clinic_id uuid not null references clinics,
  -- The key of the supplier's mapping.
  supplier text not null,
  url text not null,
  -- `domain/catalogue/sources/source.ts`: `24h`, `7d`.
  every text not null,
  -- `{name: value}`: passwords and keys for the server, sealed for this row.
  headers_sealed text,
  mode text not null check (mode in ('preview', 'apply')),
  coverage text not null check (coverage in ('partial', 'full')),
  enabled boolean not null,
  -- One more with each change of address or headers: what was fetched before came from another place.
  version integer not null check (version > 0),
  changed_by uuid not null references users,
  changed_at timestamptz not null,
  primary key (clinic_id, supplier)
);

call grant_access('supplier_sources', api => 'select, insert, update, delete', worker => 'select');
call guard('supplier_sources', $$clinic_id = any ((select scope_clinics())::uuid[])$$);
