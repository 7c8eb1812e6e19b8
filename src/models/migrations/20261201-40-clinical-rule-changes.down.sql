drop table clinical_rule_changes;
drop function check_clinical_rule_change;
