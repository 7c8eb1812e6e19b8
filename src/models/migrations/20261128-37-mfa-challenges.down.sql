drop table mfa_challenges;
