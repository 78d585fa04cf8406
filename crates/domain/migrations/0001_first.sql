-- Times are unix milliseconds unless a name says otherwise. Every row belongs to a partner.

CREATE TABLE partner (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT,
    secret BLOB NOT NULL,                 -- sealed
    admin_secrets BLOB NOT NULL,          -- sealed JSON array, the first is primary
    ks_version INTEGER NOT NULL,
    ks_expiry_max INTEGER NOT NULL,       -- seconds
    is_active INTEGER NOT NULL,
    default_live_profile INTEGER NOT NULL,
    default_access_control INTEGER NOT NULL,
    recording INTEGER NOT NULL,
    push_publish INTEGER NOT NULL,
    dynamic_segment_duration INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    doc TEXT NOT NULL
) STRICT;

CREATE TABLE person (
    partner INTEGER NOT NULL,
    id_key TEXT NOT NULL,                 -- lower case: ids compare without case
    id TEXT NOT NULL,
    status INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (partner, id_key)
) STRICT;

CREATE TABLE app_token (
    id TEXT PRIMARY KEY,
    partner INTEGER NOT NULL,
    token BLOB NOT NULL,                  -- sealed
    status INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    expiry INTEGER,                       -- unix seconds
    session_type INTEGER,
    session_user_id TEXT,
    session_duration INTEGER,             -- seconds
    session_privileges TEXT,
    hash_type TEXT NOT NULL,
    description TEXT
) STRICT;
CREATE INDEX app_token_partner ON app_token (partner, created_at);

-- A KS (hex hash) or a family of KS (sessionid privilege) that no longer counts.
CREATE TABLE ended_session (
    partner INTEGER NOT NULL,
    kind TEXT NOT NULL,                   -- 'ks' or 'family'
    name TEXT NOT NULL,
    until INTEGER NOT NULL,               -- unix seconds; afterwards the row is not needed
    PRIMARY KEY (partner, kind, name)
) STRICT;

-- How often a KS with an actions limit was used.
CREATE TABLE session_use (
    partner INTEGER NOT NULL,
    hash TEXT NOT NULL,
    uses INTEGER NOT NULL,
    until INTEGER NOT NULL,               -- unix seconds
    PRIMARY KEY (partner, hash)
) STRICT;

CREATE TABLE entry (
    id TEXT PRIMARY KEY,
    partner INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    status INTEGER NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    tags TEXT,
    admin_tags TEXT,
    owner TEXT NOT NULL,
    owner_key TEXT NOT NULL,              -- lower case
    creator TEXT NOT NULL,
    entitled_edit TEXT NOT NULL,
    entitled_publish TEXT NOT NULL,
    entitled_view TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    starts INTEGER,
    ends INTEGER,
    reference_id TEXT,
    moderation_status INTEGER NOT NULL,
    display_in_search INTEGER NOT NULL,
    root TEXT,
    parent TEXT,
    redirect TEXT,
    access_control INTEGER NOT NULL,
    conversion_profile INTEGER,
    partner_sort_value INTEGER NOT NULL,
    version INTEGER NOT NULL,
    access_revision INTEGER NOT NULL,
    media_type INTEGER,
    -- live entries only from here
    source_type TEXT,
    stream_password TEXT,
    stream_name TEXT,
    srt_pass TEXT,
    explicit_live INTEGER,
    view_mode INTEGER,
    recording_status INTEGER,
    record_status INTEGER,
    dvr_status INTEGER,
    dvr_window INTEGER,                   -- minutes
    segment_duration_ms INTEGER,
    recording_options TEXT,
    recorded_entry TEXT,
    first_broadcast INTEGER,
    last_broadcast INTEGER,
    current_broadcast_start INTEGER,
    last_broadcast_end INTEGER,
    broadcast_time INTEGER,
    ended_at INTEGER,
    doc TEXT NOT NULL
) STRICT;
CREATE INDEX entry_partner ON entry (partner, kind, status, created_at);
CREATE INDEX entry_owner ON entry (partner, owner_key);
CREATE INDEX entry_root ON entry (root) WHERE root IS NOT NULL;
CREATE INDEX entry_reference ON entry (partner, reference_id) WHERE reference_id IS NOT NULL;

-- One row per encoder that is connected or within its grace.
CREATE TABLE entry_server_node (
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
    PRIMARY KEY (entry, input)
) STRICT;

CREATE TABLE conversion_profile (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    system_name TEXT,
    name TEXT NOT NULL,
    description TEXT,
    status INTEGER NOT NULL,
    is_default INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    doc TEXT NOT NULL
) STRICT;
CREATE INDEX conversion_profile_partner ON conversion_profile (partner, kind);

CREATE TABLE conversion_profile_params (
    partner INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    params INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    system_name TEXT,
    PRIMARY KEY (profile, params)
) STRICT;

CREATE TABLE metadata_profile (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL,
    object_type TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    system_name TEXT,
    description TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    status INTEGER NOT NULL,              -- 1 active, 2 deprecated, 0 deleted
    xsd TEXT NOT NULL,
    views TEXT,
    create_mode INTEGER
) STRICT;
CREATE INDEX metadata_profile_partner ON metadata_profile (partner, system_name);

CREATE TABLE metadata (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    profile_version INTEGER NOT NULL,
    object_type TEXT NOT NULL,
    object_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    status INTEGER NOT NULL,              -- 1 valid, 3 deleted
    xml TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX metadata_object ON metadata (partner, object_type, object_id, profile) WHERE status <> 3;
CREATE INDEX metadata_by_profile ON metadata (profile);

CREATE TABLE uiconf (
    id INTEGER PRIMARY KEY,
    partner INTEGER NOT NULL,
    name TEXT,
    kind INTEGER NOT NULL,
    tags TEXT,
    creation_mode INTEGER NOT NULL,
    version INTEGER NOT NULL,
    status INTEGER NOT NULL,              -- 2 ready, 3 deleted
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    doc TEXT NOT NULL
) STRICT;
CREATE INDEX uiconf_partner ON uiconf (partner, kind);
