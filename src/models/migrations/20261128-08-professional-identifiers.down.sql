drop table professional_identifiers;
