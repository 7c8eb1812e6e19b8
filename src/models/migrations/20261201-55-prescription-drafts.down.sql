drop table prescription_drafts;
