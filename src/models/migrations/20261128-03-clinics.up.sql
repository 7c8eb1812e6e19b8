-- Clinics: where they are, how they work, how they are paid.
create table clinics (
  id uuid primary key,
  name text not null,
  slug text not null unique,
  timezone text not null,
  currency text not null check (currency in ('aud', 'usd', 'gbp', 'eur', 'ngn', 'php')),
  phone text,
  -- What this clinic sets differently from the POLICY_* defaults.
  policy jsonb not null default '{}',
  created_at timestamptz not null default now(),
  -- Which providers patients of this clinic may pay with, the first by default; empty means the installation's.
  payment_providers text[] not null default '{}'
    check (payment_providers <@ array['stripe', 'paystack']),
  -- What stands on receipts: `{legal_name, latin_name, address, tax_id, region, tax_registered}`.
  billing jsonb not null default '{}',
  -- Where the clinic is: `[{line1, line2, suburb, state, postcode, country}]`, the main one first.
  addresses jsonb not null default '[]',
  type text not null default 'clinic' check (type in ('clinic', 'hospital', 'solo')),
  -- Whose law binds it.
  region text not null default 'au' check (region in ('au', 'ng', 'ph', 'gb', 'us', 'eu')),
  -- From then on nobody acts in it and nothing is booked there; null while it is open.
  suspended_at timestamptz,
  suspension_reason_sealed text,
  constraint clinics_suspension check ((suspended_at is null) = (suspension_reason_sealed is null))
);

call grant_access('clinics', api => 'select, insert, update (name, timezone, phone, addresses, currency, policy, payment_providers, billing,
  type, region, suspended_at, suspension_reason_sealed)', worker => 'select');
-- Its people see it, and whoever looks after the platform sees all; `clinics` opens the names of all, `clinic` one,
-- `appointment` that of an appointment.
call guard('clinics',
  reads => $$id = any ((select scope_home())::uuid[]) or (select scope_kind()) = 'platform'
    or id = any ((select scope_grant('clinic'))::uuid[]) or (select scope_grant('clinics')) <> '{}' or id = any ((select scope_visit('clinic'))::uuid[])$$,
  writes => $$id = any ((select scope_clinics())::uuid[]) or (select scope_kind()) = 'platform'$$);
