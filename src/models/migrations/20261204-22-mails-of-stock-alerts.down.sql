delete from account_mails where kind = 'stock_alert';
alter table account_mails drop constraint account_mails_kind_check;
alter table account_mails add constraint account_mails_kind_check check (kind in ('email_verification', 'account_exists', 'password_reset',
  'security_notice', 'verification_expiring', 'break_glass', 'questionnaire_due', 'invitation', 'join_request', 'chat_reopened', 'guest_invited'));
