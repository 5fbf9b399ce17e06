-- Every write of a user's data locks this row first and holds it until it commits: that hands out the numbers
-- of tasks and events in commit order, without gaps, and makes one user's writes wait for each other.
CREATE TABLE user_counters (
  user_id text PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  last_task_id integer NOT NULL DEFAULT 0,
  last_event_id bigint NOT NULL DEFAULT 0
);

-- A trigger, because better-auth inserts the user: whoever adds one cannot forget the counters.
CREATE FUNCTION add_user_counters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO user_counters (user_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
CREATE TRIGGER users_have_counters AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION add_user_counters();

CREATE FUNCTION tags_fit(tags text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN cardinality(tags) <= 20
    AND NOT EXISTS (SELECT FROM unnest(tags) AS tag WHERE char_length(tag) NOT BETWEEN 1 AND 50);

-- The words of a search as a query, each the beginning of a word; null, which matches nothing, when there is none.
-- A function and immutable, so that the planner sees the query itself and knows how rare its words are.
CREATE FUNCTION prefix_query(words text) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (
    SELECT string_agg('''' || replace(replace(lexeme, '\', '\\'), '''', '''''') || ''':*', ' & ')::tsquery
    FROM unnest(to_tsvector('simple', words))
  );

-- What belongs to a user refers to the counters and not to users: that row is locked already, so the check costs
-- nothing more, and a write cannot deadlock with the deletion of the account.
CREATE TABLE tasks (
  user_id text NOT NULL REFERENCES user_counters (user_id) ON DELETE CASCADE,
  id integer NOT NULL CHECK (id > 0),
  -- One fixed collation, so that a page of titles goes on where the last one ended.
  title text COLLATE "und-x-icu" NOT NULL
    CONSTRAINT tasks_title_length CHECK (char_length(title) BETWEEN 1 AND 200),
  description text NOT NULL
    CONSTRAINT tasks_description_length CHECK (char_length(description) <= 1000),
  completed boolean NOT NULL DEFAULT false,
  priority text CONSTRAINT tasks_priority_known CHECK (priority IN ('high', 'medium', 'low')),
  due_on date CONSTRAINT tasks_due_range CHECK (due_on BETWEEN '1900-01-01' AND '2999-12-31'),
  due_time time(0),
  due_zone text,
  due_at timestamptz,
  tags text[] NOT NULL CONSTRAINT tasks_tags_fit CHECK (tags_fit(tags)),
  -- The tags as they are compared.
  tag_keys text[] NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  completed_at timestamptz,
  deleted_at timestamptz,
  priority_rank smallint GENERATED ALWAYS AS (
    CASE priority WHEN 'high' THEN 1 WHEN 'medium' THEN 2 WHEN 'low' THEN 3 END
  ) STORED,
  -- A day without a time is over when the day is.
  due_sort timestamptz GENERATED ALWAYS AS (
    coalesce(due_at, (due_on + 1)::timestamp AT TIME ZONE 'UTC')
  ) STORED,
  search tsvector GENERATED ALWAYS AS (to_tsvector('simple', title || ' ' || description)) STORED,
  PRIMARY KEY (user_id, id),
  CONSTRAINT tasks_due_complete CHECK (
    (due_on IS NOT NULL OR due_time IS NULL)
    AND (due_time IS NULL) = (due_zone IS NULL)
    AND (due_time IS NULL) = (due_at IS NULL)
  ),
  CONSTRAINT tasks_completed_at CHECK (completed = (completed_at IS NOT NULL)),
  CONSTRAINT tasks_tag_keys CHECK (cardinality(tag_keys) = cardinality(tags))
);
CREATE INDEX tasks_by_created ON tasks (user_id, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_title ON tasks (user_id, title, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_due ON tasks (user_id, due_sort, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_priority ON tasks (user_id, priority_rank, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_search ON tasks USING gin (search) WHERE deleted_at IS NULL;
CREATE INDEX tasks_by_tag ON tasks USING gin (tag_keys) WHERE deleted_at IS NULL;
CREATE INDEX tasks_in_trash ON tasks (user_id, deleted_at, id) WHERE deleted_at IS NOT NULL;

-- What each change overwrote, so that it can be undone.
CREATE TABLE changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL REFERENCES user_counters (user_id) ON DELETE CASCADE,
  turn_id bigint,
  actor text NOT NULL CONSTRAINT changes_actor_known CHECK (actor IN ('user', 'assistant', 'token')),
  task_id integer NOT NULL,
  op text NOT NULL,
  -- The columns that changed, as they were; null for a new task.
  before jsonb,
  version_before integer,
  version_after integer NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX changes_of_task ON changes (user_id, task_id, id);
CREATE INDEX changes_by_age ON changes USING brin (created_at);
CREATE INDEX changes_of_turn ON changes (user_id, turn_id, id) WHERE turn_id IS NOT NULL;

CREATE TABLE events (
  user_id text NOT NULL REFERENCES user_counters (user_id) ON DELETE CASCADE,
  id bigint NOT NULL,
  op text NOT NULL,
  task_id integer NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, id)
);
-- Rows arrive in the order of time, so block ranges find the old ones at almost no cost for a write.
CREATE INDEX events_by_age ON events USING brin (created_at);

CREATE TABLE idempotency_keys (
  user_id text NOT NULL REFERENCES user_counters (user_id) ON DELETE CASCADE,
  route text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  -- json and not jsonb: a replay is the same answer, byte for byte.
  result json NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (user_id, route, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys USING brin (created_at);
