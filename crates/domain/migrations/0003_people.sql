-- People who sign in, roles of an account, and ends of sessions that spare what was issued afterwards.

ALTER TABLE person ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;           -- 0 person, 1 group
ALTER TABLE person ADD COLUMN is_admin INTEGER NOT NULL DEFAULT 0;
ALTER TABLE person ADD COLUMN is_owner INTEGER NOT NULL DEFAULT 0;       -- of the account: is neither blocked nor deleted
ALTER TABLE person ADD COLUMN login INTEGER;                             -- login.id
ALTER TABLE person ADD COLUMN signed_in_at INTEGER;
ALTER TABLE person ADD COLUMN role_ids TEXT NOT NULL DEFAULT '';         -- comma list
ALTER TABLE person ADD COLUMN screen_name TEXT;
ALTER TABLE person ADD COLUMN first_name TEXT;
ALTER TABLE person ADD COLUMN last_name TEXT;
ALTER TABLE person ADD COLUMN email TEXT;
ALTER TABLE person ADD COLUMN tags TEXT;
CREATE INDEX person_login ON person (login) WHERE login IS NOT NULL;
CREATE INDEX person_created ON person (partner, created_at);

-- What somebody signs in with. The one table without a partner: the same person may belong to several accounts.
CREATE TABLE login (
    id INTEGER PRIMARY KEY,
    email_key TEXT NOT NULL UNIQUE,       -- lower case
    email TEXT NOT NULL,
    hash BLOB NOT NULL,                   -- Argon2id of the password
    salt BLOB NOT NULL,
    memory_kib INTEGER NOT NULL,
    passes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Partner 0 has the system roles; the program brings them up to date at each start.
CREATE TABLE role (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL,
    name TEXT NOT NULL,
    system_name TEXT,
    description TEXT,
    status INTEGER NOT NULL,              -- 1 active, 2 blocked, 3 deleted
    permission_names TEXT NOT NULL,       -- comma list
    tags TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX role_partner ON role (partner, status);

-- A family ends for what was issued up to here (unix milliseconds); what does not say when it was issued ends as well.
ALTER TABLE ended_session ADD COLUMN issued_max INTEGER NOT NULL DEFAULT 9223372036854775807;
CREATE INDEX ended_session_until ON ended_session (until);
CREATE INDEX session_use_until ON session_use (until);
