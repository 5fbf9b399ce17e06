-- Personal access tokens: what programs of a user come with.
CREATE TABLE personal_tokens (
  -- Part of the token, so that one indexed look-up finds it.
  id text PRIMARY KEY,
  user_id text NOT NULL REFERENCES user_counters (user_id) ON DELETE CASCADE,
  name text NOT NULL
    CONSTRAINT personal_tokens_name_length CHECK (char_length(name) BETWEEN 1 AND 100),
  scopes text[] NOT NULL
    CONSTRAINT personal_tokens_scopes_known CHECK (
      cardinality(scopes) > 0 AND scopes <@ ARRAY['tasks:read', 'tasks:write']
    ),
  -- SHA-256 of the whole token. It has 192 random bits, so nothing slower is needed to keep it from being guessed.
  digest bytea NOT NULL CONSTRAINT personal_tokens_digest_length CHECK (octet_length(digest) = 32),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX personal_tokens_of_user ON personal_tokens (user_id, created_at);
CREATE INDEX personal_tokens_expiry ON personal_tokens (expires_at);
