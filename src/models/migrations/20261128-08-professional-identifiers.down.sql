drop function identifier_taken;
drop table professional_identifiers;
