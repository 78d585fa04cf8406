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

-- The schemas a metadata profile had, to go back to.
CREATE TABLE metadata_profile_version (
    profile INTEGER NOT NULL,
    version INTEGER NOT NULL,
    xsd TEXT NOT NULL,
    PRIMARY KEY (profile, version)
) STRICT;
INSERT INTO metadata_profile_version (profile, version, xsd) SELECT id, version, xsd FROM metadata_profile;

-- What lists show unless a filter says otherwise (contract: entries, list defaults).
ALTER TABLE entry ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
UPDATE entry SET listed = (status = 2 AND moderation_status NOT IN (1, 3) AND display_in_search NOT IN (-1, -2));
CREATE TRIGGER entry_listed_insert AFTER INSERT ON entry
    WHEN NEW.listed <> (NEW.status = 2 AND NEW.moderation_status NOT IN (1, 3) AND NEW.display_in_search NOT IN (-1, -2))
BEGIN
    UPDATE entry SET listed = 1 - listed WHERE id = NEW.id;
END;
CREATE TRIGGER entry_listed_update AFTER UPDATE OF status, moderation_status, display_in_search ON entry
    WHEN NEW.listed <> (NEW.status = 2 AND NEW.moderation_status NOT IN (1, 3) AND NEW.display_in_search NOT IN (-1, -2))
BEGIN
    UPDATE entry SET listed = 1 - listed WHERE id = NEW.id;
END;

-- Lists by each of the common orders, so that a page is read and not sorted. What follows the order is what the commonest filters look at:
-- rows are looked up only for what is shown, and counting needs no rows.
DROP INDEX entry_partner;
DROP INDEX entry_owner;
CREATE INDEX entry_listed ON entry (partner, listed, created_at DESC, id, kind, owner_key, name, tags);
CREATE INDEX entry_listed_updated ON entry (partner, listed, updated_at DESC, created_at DESC, id, kind);
CREATE INDEX entry_listed_name ON entry (partner, listed, name, created_at DESC, id, kind);
CREATE INDEX entry_owner ON entry (partner, owner_key, listed, created_at DESC, id, kind);
CREATE INDEX entry_status ON entry (partner, status, created_at DESC, id, kind, moderation_status, display_in_search);
CREATE INDEX entry_starts ON entry (partner, starts) WHERE starts IS NOT NULL;
CREATE INDEX entry_parent ON entry (parent) WHERE parent IS NOT NULL;

-- How many rows share a value, in a large account: without it the planner takes an account's listed entries for a handful.
ANALYZE entry;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('entry', 'entry_listed', '100000 100000 90000 1 1 1 1 1 1'),
    ('entry', 'entry_listed_updated', '100000 100000 90000 1 1 1 1'),
    ('entry', 'entry_listed_name', '100000 100000 90000 4 1 1 1'),
    ('entry', 'entry_owner', '100000 100000 500 400 1 1 1'),
    ('entry', 'entry_status', '100000 100000 80000 1 1 1 1 1'),
    ('entry', 'entry_starts', '20000 20000 2'),
    ('entry', 'entry_parent', '1000 4'),
    ('entry', 'entry_root', '20000 5'),
    ('entry', 'entry_reference', '50000 50000 2');
