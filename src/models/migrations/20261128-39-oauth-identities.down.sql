drop table oauth_identities;
