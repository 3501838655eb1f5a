-- Fingerprint of a DEAD job's error; of no other job, so that the index holds the dead alone.
ALTER TABLE job ADD COLUMN failure VARCHAR(16);
CREATE INDEX job_failure ON job (failure, finished_at);
-- What a person did, in a word: the audit reads these alone.
ALTER TABLE event ADD COLUMN act VARCHAR(16);
CREATE INDEX event_act ON event (act, seq);
-- What happened in a window of time: the lifelines.
CREATE INDEX event_type_at ON event (type, at);
CREATE INDEX save_at ON save (at);
-- What is on this host only.
CREATE INDEX save_state ON save (state, trigger_name);
