-- A table that somebody gave and has not imported yet, beside the record: for one session, for half a day at most, and
-- gone when it is imported or dropped. It lies here and not in the folder, so that every node finds it, so that it goes
-- with its session in one statement, and because a backup does not take it.
CREATE TABLE upload (
    office UUID NOT NULL,
    id UUID NOT NULL,
    -- Whose: the session's own id, which is the hash of what its holder has.
    session BYTEA NOT NULL,
    created BIGINT NOT NULL,
    -- The file's name, its bytes, and what the limited child read in it. Empty once it is imported.
    name TEXT NOT NULL,
    file BYTEA NOT NULL,
    reading BYTEA NOT NULL,
    -- What was answered so far, as JSON.
    answers TEXT NOT NULL,
    -- The last entry of the import that came of it; 0 before. Kept so that a form that is sent twice finds the import.
    imported BIGINT NOT NULL,
    PRIMARY KEY (office, id)
);
CREATE INDEX upload_session ON upload (office, session);
