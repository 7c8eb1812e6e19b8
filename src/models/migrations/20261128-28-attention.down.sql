drop table attention;
drop function note_attention;
