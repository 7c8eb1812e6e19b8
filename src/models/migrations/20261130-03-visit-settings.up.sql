-- What a clinic says and shows at its visits, beside its policies; null: as the installation has it.
alter table clinics
  -- Stands in each of its chat rooms, before the sentence for emergencies.
  add chat_notice text check (char_length(chat_notice) between 1 and 1000),
  -- Whether patients read what the doctor noted about their consultation.
  add notes_visible boolean;
call grant_access('clinics', api => 'update (chat_notice, notes_visible)', worker => null);
