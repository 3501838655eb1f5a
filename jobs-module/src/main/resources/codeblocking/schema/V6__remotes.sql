-- Whoever outside is away, such as a git host: its return lets the job go on.
ALTER TABLE job ADD COLUMN waits_on VARCHAR(300);
CREATE INDEX job_waits_on ON job (waits_on, state);
