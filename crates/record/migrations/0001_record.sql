-- The record. The columns of entry and state, their order and their encoding are fixed for ever: docs/record-format.md.
-- Both engines run this text.

CREATE TABLE entry (
    office UUID NOT NULL,
    seq BIGINT NOT NULL,
    change UUID NOT NULL,
    last_of_change BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    on_date DATE,
    actor UUID NOT NULL,
    act TEXT NOT NULL,
    kind TEXT NOT NULL,
    item UUID NOT NULL,
    version BIGINT NOT NULL,
    shape BIGINT NOT NULL,
    state_hash BYTEA NOT NULL,
    leaf_hash BYTEA NOT NULL,
    PRIMARY KEY (office, seq)
);
CREATE INDEX entry_item ON entry (office, item, seq);
CREATE INDEX entry_at ON entry (office, at);
CREATE INDEX entry_change ON entry (office, change);

CREATE TABLE state (
    office UUID NOT NULL,
    seq BIGINT NOT NULL,
    salt BYTEA NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (office, seq)
);

-- A pointer to the newest state of each item, so that a start is one join.
CREATE TABLE item (
    office UUID NOT NULL,
    kind TEXT NOT NULL,
    id UUID NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (office, kind, id)
);
CREATE INDEX item_seq ON item (office, seq);

CREATE TABLE head (
    office UUID NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    change UUID NOT NULL,
    frontier BYTEA NOT NULL
);

CREATE TABLE checkpoint (
    office UUID NOT NULL,
    seq BIGINT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (office, seq)
);

-- Beside the record: may be deleted, and is never in an as-at.

-- The head's frontier as it was at every 256th entry, so that the root at any entry is at most 255 leaves away.
CREATE TABLE milestone (
    office UUID NOT NULL,
    seq BIGINT NOT NULL,
    frontier BYTEA NOT NULL,
    PRIMARY KEY (office, seq)
);

CREATE TABLE idempotency (
    office UUID NOT NULL,
    actor UUID NOT NULL,
    command TEXT NOT NULL,
    key TEXT NOT NULL,
    change UUID NOT NULL,
    seq BIGINT NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (office, actor, command, key)
);

CREATE TABLE job (
    id UUID NOT NULL PRIMARY KEY,
    office UUID NOT NULL,
    run_at BIGINT NOT NULL,
    what TEXT NOT NULL
);
CREATE INDEX job_run_at ON job (office, run_at);
