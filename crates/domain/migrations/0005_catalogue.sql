-- How a profile uses params, beyond origin and system name: wire names in a JSON object.
ALTER TABLE conversion_profile_params ADD COLUMN doc TEXT NOT NULL DEFAULT '{}';

CREATE TABLE widget (
    id TEXT PRIMARY KEY,
    partner INTEGER NOT NULL,
    source TEXT,
    root TEXT,
    entry TEXT,
    uiconf INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    doc TEXT NOT NULL
) STRICT;
CREATE INDEX widget_partner ON widget (partner, created_at);
INSERT INTO widget (id, partner, created_at, updated_at, doc)
    SELECT '_' || id, id, created_at, created_at, '{}' FROM partner WHERE id <> 0;
