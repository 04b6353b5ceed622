-- What somebody began to say of an action and has not sent, beside the record: theirs alone, gone when it is sent or thrown
-- away, and after a hundred days. In no backup, and no part of what the office says.
CREATE TABLE draft (
    office UUID NOT NULL,
    -- Whose: nobody else reads it.
    person UUID NOT NULL,
    action UUID NOT NULL,
    saved BIGINT NOT NULL,
    -- The version of the action that they saw.
    seen BIGINT NOT NULL,
    -- What was typed, as JSON.
    typed TEXT NOT NULL,
    PRIMARY KEY (office, person, action)
);
