drop function sign_in_facts;
drop function belongs_elsewhere;
drop policy api_enters on department_members;
drop table invitations;
