drop table released_claims;
