-- Rules of who may play what. Deleted profiles keep their row: their version must not come again.
CREATE TABLE access_control (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    partner INTEGER NOT NULL,
    name TEXT NOT NULL,
    system_name TEXT,
    description TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    is_deleted INTEGER NOT NULL,
    rules TEXT NOT NULL                   -- JSON
) STRICT;
CREATE INDEX access_control_partner ON access_control (partner);
CREATE INDEX entry_access_control ON entry (partner, access_control);

-- The profile that accounts made before had in name only.
INSERT INTO access_control (id, partner, name, created_at, updated_at, version, is_deleted, rules)
    SELECT default_access_control, id, 'Default', created_at, created_at, 1, 0, '[]' FROM partner;

-- Nodes get an id of their own.
CREATE TABLE entry_server_node_new (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entry TEXT NOT NULL,
    input INTEGER NOT NULL,               -- 0 primary, 1 backup
    partner INTEGER NOT NULL,
    status INTEGER NOT NULL,
    lost_at INTEGER,
    grace_ms INTEGER NOT NULL,
    connected INTEGER NOT NULL,
    orphaned INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (entry, input)
) STRICT;
INSERT INTO entry_server_node_new (entry, input, partner, status, lost_at, grace_ms, connected, orphaned, created_at, updated_at)
    SELECT entry, input, partner, status, lost_at, grace_ms, connected, orphaned, created_at, updated_at FROM entry_server_node;
DROP TABLE entry_server_node;
ALTER TABLE entry_server_node_new RENAME TO entry_server_node;

-- The picture that stands for an entry.
CREATE TABLE entry_thumbnail (
    entry TEXT PRIMARY KEY,
    partner INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
