-- API processes remember for a moment who may act. Whatever takes that away, or changes what somebody may do, is told to all of
-- them as it commits, so that they look again: `session/<id>`, `person/<id>`, `key/<id>` or `clinic/<id>`, never more than ids.
create function tell_revocation() returns trigger language plpgsql as $$
begin
  perform pg_notify('keepwell_revocations', tg_argv[0] || '/' || (to_jsonb(new) ->> tg_argv[1]));
  return null;
end $$;

create trigger sessions_told after update on sessions for each row
  when (old.revoked_at is distinct from new.revoked_at or old.membership_id <> new.membership_id)
  execute function tell_revocation('session', 'id');

create trigger memberships_told after update on memberships for each row
  when (old.role <> new.role or old.status <> new.status)
  execute function tell_revocation('person', 'user_id');

create trigger users_told after update on users for each row
  when (old.is_active <> new.is_active or old.deleted_at is distinct from new.deleted_at)
  execute function tell_revocation('person', 'id');

-- A key that was removed or has another secret is forgotten by every process at once.
create trigger api_keys_told after update on api_keys for each row
  when (old.removed_at is distinct from new.removed_at or old.secret_hash <> new.secret_hash or old.previous_until is distinct from new.previous_until)
  execute function tell_revocation('key', 'id');

-- Nobody acts in a clinic that is suspended, neither a person nor a key; when it is resumed, all of them do again.
create trigger clinics_told after update on clinics for each row
  when ((old.suspended_at is null) <> (new.suspended_at is null))
  execute function tell_revocation('clinic', 'id');
