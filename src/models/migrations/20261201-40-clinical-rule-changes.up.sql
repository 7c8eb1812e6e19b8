-- What a clinic has changed of the rules by which prescriptions are checked. The rules are in the code and are version 1; every
-- change is a further version, and the latest one counts. Why it was changed is in the audit.
create table clinical_rule_changes (
  clinic_id uuid not null references clinics,
  rule text not null check (rule ~ '\S'),
  version integer not null check (version > 1),
  active boolean not null,
  -- Null: as the rule is delivered.
  severity text check (severity in ('contraindicated', 'major', 'moderate', 'minor')),
  changed_by uuid not null references users,
  changed_at timestamptz not null,
  -- Of two changes of one version, one stands.
  primary key (clinic_id, rule, version)
);
create trigger clinical_rule_changes_append_only before update or delete or truncate on clinical_rule_changes
  for each statement execute function refuse_change();

create function check_clinical_rule_change() returns trigger language plpgsql as $$
begin
  if new.version > 2 and not exists (select 1 from clinical_rule_changes c
      where c.clinic_id = new.clinic_id and c.rule = new.rule and c.version = new.version - 1) then
    raise exception 'the version of a clinical rule follows none' using errcode = '23514', constraint = 'clinical_rule_changes_follows';
  end if;
  return new;
end $$;
create trigger clinical_rule_changes_follows before insert on clinical_rule_changes
  for each row execute function check_clinical_rule_change();

call grant_access('clinical_rule_changes', api => 'select, insert', worker => 'select');
-- Whoever checks a prescription reads them; administrators write them.
call guard('clinical_rule_changes',
  reads => $$clinic_id = any ((select scope_clinics())::uuid[])$$,
  writes => $$clinic_id = any ((select scope_clinics())::uuid[]) and changed_by = (select scope_user())$$);
