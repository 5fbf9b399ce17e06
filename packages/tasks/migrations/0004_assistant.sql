-- The assistant: conversations, their turns, and what was said and done in each.

ALTER TABLE user_counters
  ADD COLUMN last_conversation_id integer NOT NULL DEFAULT 0,
  ADD COLUMN last_turn_id integer NOT NULL DEFAULT 0;

-- Which personal access token made a change, and which turn a change took back.
ALTER TABLE changes ADD COLUMN token_id text, ADD COLUMN undoes_turn_id bigint;
CREATE INDEX changes_undoing ON changes (user_id, undoes_turn_id) WHERE undoes_turn_id IS NOT NULL;

CREATE TABLE conversations (
  user_id text NOT NULL REFERENCES user_counters (user_id) ON DELETE CASCADE,
  id integer NOT NULL,
  title text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, id)
);
CREATE INDEX conversations_by_use ON conversations (user_id, updated_at, id);

CREATE TABLE turns (
  user_id text NOT NULL,
  -- Counted per user: the order in which the turns of a conversation are taken.
  id integer NOT NULL,
  conversation_id integer NOT NULL,
  status text NOT NULL CONSTRAINT turns_status_known CHECK (
    status IN ('queued', 'running', 'waiting', 'done', 'failed', 'cancelled', 'interrupted')
  ),
  model text NOT NULL,
  -- Who works on it, by a name of this try alone, and until when nobody else may.
  lease_owner uuid,
  lease_until timestamptz,
  attempts smallint NOT NULL DEFAULT 0,
  cancel_requested boolean NOT NULL DEFAULT false,
  -- The calls that wait for a yes, with the tasks and versions that they are bound to.
  question jsonb,
  tokens integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (user_id, id),
  FOREIGN KEY (user_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
CREATE INDEX turns_of_conversation ON turns (user_id, conversation_id, id);
-- What replicas look for: few rows at any time.
CREATE INDEX turns_open ON turns (created_at) WHERE status IN ('queued', 'running', 'interrupted');
CREATE INDEX turns_open_of_conversation ON turns (user_id, conversation_id, id)
  WHERE status IN ('queued', 'running', 'interrupted');
-- Two replicas can't work on one conversation at once, however they came to it.
CREATE UNIQUE INDEX turns_one_running ON turns (user_id, conversation_id) WHERE status = 'running';

-- A turn's message of the person is step 0; each answer of the model is the next, with the calls it asked for.
CREATE TABLE messages (
  user_id text NOT NULL,
  turn_id integer NOT NULL,
  step smallint NOT NULL,
  role text NOT NULL CONSTRAINT messages_role_known CHECK (role IN ('user', 'assistant')),
  content text NOT NULL,
  tool_calls jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, turn_id, step),
  FOREIGN KEY (user_id, turn_id) REFERENCES turns ON DELETE CASCADE
);

-- A model costs its operator money: what each user has used of a day (UTC).
CREATE TABLE assistant_usage (
  user_id text NOT NULL REFERENCES user_counters (user_id) ON DELETE CASCADE,
  day date NOT NULL,
  turns integer NOT NULL DEFAULT 0,
  tokens integer NOT NULL DEFAULT 0,
  PRIMARY KEY (user_id, day)
);
CREATE INDEX assistant_usage_by_day ON assistant_usage (day);
