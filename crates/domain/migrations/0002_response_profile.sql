CREATE TABLE response_profile (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL,
    system_name TEXT NOT NULL,
    status INTEGER NOT NULL,              -- 1 disabled, 2 enabled, 3 deleted
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    doc TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX response_profile_name ON response_profile (partner, system_name) WHERE status <> 3;
