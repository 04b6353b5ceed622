-- People, beside the record: it knows them by an id alone, so that names and addresses can be deleted. Never in an as-at,
-- and in no backup.

CREATE TABLE person (
    office UUID NOT NULL,
    id UUID NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    -- The address as it is compared: two people cannot have one.
    folded TEXT NOT NULL,
    PRIMARY KEY (office, id),
    UNIQUE (office, folded)
);

CREATE TABLE account (
    office UUID NOT NULL,
    person UUID NOT NULL,
    -- Argon2id in the PHC form; empty until they chose a passphrase.
    passphrase TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    PRIMARY KEY (office, person)
);

-- A session and a link are kept as the SHA-256 of what their holder has.
CREATE TABLE session (
    office UUID NOT NULL,
    id BYTEA NOT NULL,
    person UUID NOT NULL,
    -- The role in which they signed in: another role begins with another session.
    role TEXT NOT NULL,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    PRIMARY KEY (office, id)
);
CREATE INDEX session_person ON session (office, person);

CREATE TABLE link (
    office UUID NOT NULL,
    id BYTEA NOT NULL,
    purpose TEXT NOT NULL,
    person UUID NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (office, id)
);
CREATE INDEX link_person ON link (office, person);

-- Attempts to sign in, counted by the address typed and by the address they came from.
CREATE TABLE attempt (
    office UUID NOT NULL,
    whose BYTEA NOT NULL,
    since BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    PRIMARY KEY (office, whose)
);
