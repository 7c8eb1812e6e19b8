alter table clinics drop notes_visible, drop chat_notice;
