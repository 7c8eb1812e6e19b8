-- Browsers that are at a provider to sign in or to link an account. Each comes back once, with the cookie that it left with.
create table oauth_flows (
  state_hash text primary key,
  cookie_hash text not null,
  -- Nonce, PKCE verifier, where to go afterwards, and the session that links an account.
  details_sealed text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index oauth_flows_expired on oauth_flows (expires_at);

call grant_access('oauth_flows', api => 'select, insert, update', worker => 'select, delete');
-- Whoever holds the state: `link`, as of other secrets that stand in a URL.
call guard('oauth_flows', $$state_hash = any ((select scope_grant('link'))::text[])$$);
