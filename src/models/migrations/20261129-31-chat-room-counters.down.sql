revoke update (key_sealed, last_seq, last_rev, active_at) on chat_rooms from keepwell_api;
call unguard('chat_rooms');
call guard('chat_rooms', $$clinic_id = any ((select scope_clinics())::uuid[]) or exists (select 1 from appointments a where a.id = appointment_id)$$);
alter table chat_rooms drop constraint chat_rooms_revs, drop key_sealed, drop last_seq, drop last_rev, drop active_at;
