drop table law_rules;
