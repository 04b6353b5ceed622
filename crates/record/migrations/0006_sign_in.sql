-- Other ways in, beside the record as accounts are: in no as-at, and in no backup.

-- Whom a provider's identity stands for. An identity is issuer and subject; an address is none.
CREATE TABLE identity (
    office UUID NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person UUID NOT NULL,
    PRIMARY KEY (office, issuer, subject),
    UNIQUE (office, person, issuer)
);

-- Ways to a provider that led back, by their mark, until they would be too old in any case: each is used once.
CREATE TABLE errand (
    office UUID NOT NULL,
    id BYTEA NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (office, id)
);

-- An authenticator app. Its secret is kept as it is, since codes are computed from it.
CREATE TABLE authenticator (
    office UUID NOT NULL,
    person UUID NOT NULL,
    secret BYTEA NOT NULL,
    -- Whether a code of it was given: before, it asks nobody for any.
    on_since BIGINT,
    -- The last step whose code was taken: none is taken twice.
    step BIGINT NOT NULL,
    PRIMARY KEY (office, person)
);

-- What is left of somebody's recovery codes, as SHA-256.
CREATE TABLE recovery (
    office UUID NOT NULL,
    person UUID NOT NULL,
    id BYTEA NOT NULL,
    PRIMARY KEY (office, person, id)
);

-- Somebody who gave their passphrase and not yet their code.
CREATE TABLE halfway (
    office UUID NOT NULL,
    id BYTEA NOT NULL,
    person UUID NOT NULL,
    expires BIGINT NOT NULL,
    PRIMARY KEY (office, id)
);

-- When the person last showed who they are: what is hard to undo asks again where that is long ago.
ALTER TABLE session ADD COLUMN proved BIGINT NOT NULL DEFAULT 0;
