drop table account_mails;
