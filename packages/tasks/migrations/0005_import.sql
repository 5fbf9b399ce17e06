-- What a task was in the file that it came from, so that the same file adds nothing a second time. It goes with the
-- task: what was deleted for good can be imported again.
ALTER TABLE tasks ADD COLUMN import_key text;
CREATE UNIQUE INDEX tasks_by_import_key ON tasks (user_id, import_key) WHERE import_key IS NOT NULL;
