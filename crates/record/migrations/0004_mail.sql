-- Mail about quarterly updates, and the links by which a post answers without an account. Beside the record, as people are:
-- addresses can be deleted. Never in an as-at, and in no backup.

-- The address that was written down for a post that nobody holds who signs in.
CREATE TABLE contact (
    office UUID NOT NULL,
    post UUID NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (office, post)
);

-- One mail to one address, and what became of it.
CREATE TABLE letter (
    office UUID NOT NULL,
    id UUID NOT NULL,
    round UUID NOT NULL,
    address TEXT NOT NULL,
    -- The address as it is compared.
    folded TEXT NOT NULL,
    -- Why it is sent: asked, or a reminder with its day. Once to each address.
    occasion TEXT NOT NULL,
    state TEXT NOT NULL,
    made BIGINT NOT NULL,
    -- When it came into this state, and when it is tried next.
    since BIGINT NOT NULL,
    next_try BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (office, id),
    UNIQUE (office, round, folded, occasion)
);

-- A link by which a post answers in a round, kept as the SHA-256 of what its holder has.
CREATE TABLE answer_link (
    office UUID NOT NULL,
    id BYTEA NOT NULL,
    link UUID NOT NULL,
    round UUID NOT NULL,
    post UUID NOT NULL,
    -- Where it was sent; empty where somebody passed it on by hand.
    address TEXT NOT NULL,
    made BIGINT NOT NULL,
    revoked BOOLEAN NOT NULL,
    PRIMARY KEY (office, id)
);
CREATE INDEX answer_link_round ON answer_link (office, round, post);

-- Which posts have looked at what a round asks of them.
CREATE TABLE looked (
    office UUID NOT NULL,
    round UUID NOT NULL,
    post UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (office, round, post)
);
