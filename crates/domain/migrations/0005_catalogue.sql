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

-- Complaints about entries.
CREATE TABLE moderation_flag (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL,
    entry TEXT NOT NULL,
    user TEXT NOT NULL,
    flag_type INTEGER NOT NULL,
    comments TEXT,
    status INTEGER NOT NULL,              -- 1 pending, 2 moderated
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX moderation_flag_entry ON moderation_flag (partner, entry, status, created_at);

-- What lists read: the newest of a status, and an owner's newest. The columns after the order are those of the lists' default conditions and of
-- the commonest filters, so that rows are looked up only for what is shown.
CREATE INDEX entry_listing ON entry
    (partner, status, created_at DESC, id, kind, moderation_status, display_in_search, owner_key, name, tags);
DROP INDEX entry_owner;
CREATE INDEX entry_owner ON entry (partner, owner_key, status, created_at DESC, id, kind, moderation_status, display_in_search);
DROP INDEX entry_partner;
CREATE INDEX entry_updated ON entry (partner, status, updated_at DESC, id, kind, moderation_status, display_in_search);
CREATE INDEX entry_starts ON entry (partner, starts) WHERE starts IS NOT NULL;
CREATE INDEX entry_parent ON entry (parent) WHERE parent IS NOT NULL;
