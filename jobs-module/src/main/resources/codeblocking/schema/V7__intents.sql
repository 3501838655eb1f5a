-- Containers that were warmed on a hunch and that nobody has opened yet.
CREATE TABLE intent (
  project_id VARCHAR(36) PRIMARY KEY,
  user_id VARCHAR(128) NOT NULL,
  began_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);
CREATE INDEX intent_user ON intent (user_id);

-- How often a user's hunches were right, and what is left to spend on them.
CREATE TABLE intent_score (
  user_id VARCHAR(128) PRIMARY KEY,
  tokens DOUBLE PRECISION NOT NULL,
  at BIGINT NOT NULL,
  hits INTEGER NOT NULL,
  misses INTEGER NOT NULL
);
