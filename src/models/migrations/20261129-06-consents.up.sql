-- Which documents somebody has accepted as a patient, and when they withdrew that. Nothing is removed: whoever accepts again
-- gets another row.
create table consents (
  id uuid primary key,
  patient_id uuid not null references users,
  document_id uuid not null references clinic_documents,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  constraint consents_order check (withdrawn_at >= given_at)
);
-- Of two who accept at once, one row stays.
create unique index consents_once on consents (patient_id, document_id) where withdrawn_at is null;
create index consents_patient on consents (patient_id, given_at desc, id desc);

create function keep_consent() returns trigger language plpgsql as $$
begin
  if old.withdrawn_at is not null or new.withdrawn_at is null
     or (new.id, new.patient_id, new.document_id, new.given_at) is distinct from (old.id, old.patient_id, old.document_id, old.given_at) then
    raise exception 'a consent is withdrawn once, and nothing else of it changes' using errcode = '42501', constraint = 'consents_kept';
  end if;
  return new;
end $$;
create trigger consents_kept before update on consents for each row execute function keep_consent();
create trigger consents_append_only before delete or truncate on consents for each statement execute function refuse_change();

call grant_access('consents', api => 'select, insert, update (withdrawn_at)', worker => 'select');
-- Nobody's but the person's own, in whichever membership they act; whoever registers accepts for the account that is opened.
call guard('consents',
  reads => $$patient_id = (select scope_user())$$,
  writes => $$patient_id = (select scope_user()) or patient_id = any ((select scope_grant('account'))::uuid[])$$);

-- The current documents of a clinic that this patient has not accepted, as `[{id, kind, version}]`; all current ones where the
-- patient is null. It reads with the eyes of whoever asks.
create function lacking_documents(clinic uuid, patient uuid, at timestamptz) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'version', d.version) order by d.kind), '[]')
    from (select distinct on (kind) id, kind, version from clinic_documents
           where clinic_id = clinic and effective_from <= at
           order by kind, effective_from desc, published_at desc, id desc) d
   where not exists (select 1 from consents c
                      where c.patient_id = patient and c.document_id = d.id and c.withdrawn_at is null) $$;
