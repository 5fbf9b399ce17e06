-- What is still to do is a small part of what years leave behind: each sort gets a second index for it, so that a list
-- of it does not walk over all that is done.
CREATE INDEX tasks_pending_by_created ON tasks (user_id, created_at, id) WHERE NOT completed AND deleted_at IS NULL;
CREATE INDEX tasks_pending_by_title ON tasks (user_id, title, id) WHERE NOT completed AND deleted_at IS NULL;
CREATE INDEX tasks_pending_by_due ON tasks (user_id, due_sort, id) WHERE NOT completed AND deleted_at IS NULL;
CREATE INDEX tasks_pending_by_priority ON tasks (user_id, priority_rank, id) WHERE NOT completed AND deleted_at IS NULL;

-- Words have a long tail: with the usual hundred the planner takes a rare word for a common one.
ALTER TABLE tasks ALTER COLUMN search SET STATISTICS 400;
