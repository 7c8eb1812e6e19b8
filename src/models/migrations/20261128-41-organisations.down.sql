drop policy api_of_organisations on memberships;
alter table memberships drop column organisation_member_id;
drop table organisation_members;
alter table clinics drop column organisation_id;
drop table organisations;
