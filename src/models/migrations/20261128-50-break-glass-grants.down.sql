drop function has_broken_glass;
drop table break_glass_grants;
