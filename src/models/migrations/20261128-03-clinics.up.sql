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
  addresses jsonb not null default '[]'
);

call grant_access('clinics', api => 'select, update (name, timezone, phone, addresses, currency, policy, payment_providers, billing)', worker => 'select');
