//! Conversion profiles and the live params they consist of (contract: live, live params and conversion profiles).

use crate::actor::Actor;
use crate::filter::{Field, Filter, Page, Pager, Unit};
use base::{PartnerId, Result, UnixMillis};
use store::{Constraint, Doc, Order, ReadTx, Row, Select, WriteTx, args};

/// Profile types by their wire value.
pub mod kind {
    pub const MEDIA: i64 = 1;
    pub const LIVE_STREAM: i64 = 2;
}

/// Where a rendition comes from, by wire value.
pub mod origin {
    pub const CONVERT: i64 = 0;
    pub const INGEST: i64 = 1;
}

#[derive(Clone, Debug, PartialEq)]
pub struct ConversionProfile {
    pub id: i64,
    pub partner: PartnerId,
    /// See [`kind`].
    pub kind: i64,
    pub system_name: Option<String>,
    pub name: String,
    pub description: Option<String>,
    /// `2` ENABLED
    pub status: i64,
    pub is_default: bool,
    pub created_at: UnixMillis,
    /// Params in the order of their ids.
    pub params: Vec<ProfileParams>,
    pub doc: Doc,
}

impl ConversionProfile {
    /// `flavorParamsIds` of an entry with this profile, ascending.
    pub fn params_ids(&self) -> String {
        let ids: Vec<String> = self.params.iter().map(|params| params.params_id.to_string()).collect();
        ids.join(",")
    }
}

/// One params of a profile: KalturaConversionProfileAssetParams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileParams {
    pub profile_id: i64,
    pub params_id: i64,
    /// 0 CONVERT, 1 INGEST, 2 CONVERT_WHEN_MISSING
    pub origin: i64,
    pub system_name: Option<String>,
}

/// KalturaLiveParams of the template partner. Kilobits per second and pixels; 0 means as the source has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LiveParams {
    pub id: i64,
    pub name: &'static str,
    pub system_name: &'static str,
    pub tags: &'static str,
    /// `h264`, `h264b`, `h264m`, `h264h`; empty for ingest
    pub video_codec: &'static str,
    pub video_bitrate: i64,
    pub width: i64,
    pub height: i64,
    /// 0: no audio of its own.
    pub audio_bitrate: i64,
    pub stream_suffix: Option<&'static str>,
}

/// The params of what an encoder sends first: the one rendition that is delivered.
pub const SOURCE_PARAMS: i64 = 32;

/// Live params by id.
pub fn live_params(id: i64) -> Option<&'static LiveParams> {
    LIVE_PARAMS.iter().find(|params| params.id == id)
}

const SOURCE: &str = "source,ingest,web,mobile,ipad,ipadnew";
const SMALL: &str = "mbr,ipad,ipadnew,web,mobile";
const INGEST: &str = "mbr,ingest,web,mobile,ipad,ipadnew";
const LARGE: &str = "mbr,web,mobile,ipad,ipadnew,optional_flavor";

/// Contract: live, live params.
pub const LIVE_PARAMS: &[LiveParams] = &[
    ingest(SOURCE_PARAMS, "Source", "Source", SOURCE, 900, (640, 480), "1"),
    rendition(33, "Basic/Small - WEB/MBL (H264/400)", "Basic_Small_400", SMALL, ("h264b", 400), (480, 0), 64),
    rendition(34, "Basic/Small - WEB/MBL (H264/600)", "Basic_Small_600", SMALL, ("h264b", 600), (640, 0), 64),
    rendition(35, "SD/Small - WEB/MBL (H264/900)", "SD_Small_900", SMALL, ("h264m", 900), (640, 0), 64),
    ingest(36, "Ingest 2", "Ingest_2", INGEST, 400, (480, 360), "2"),
    ingest(37, "Ingest 3", "Ingest_3", INGEST, 600, (640, 480), "3"),
    ingest(39, "Ingest 4", "Ingest_4", INGEST, 900, (0, 540), "4"),
    ingest(40, "Ingest 5", "Ingest_5", INGEST, 1500, (0, 720), "5"),
    ingest(41, "Ingest 6", "Ingest_6", INGEST, 2500, (0, 720), "6"),
    rendition(42, "HD/720 - WEB/MBL (H264/1700)", "HD_720_1700", LARGE, ("h264h", 1700), (0, 720), 128),
    rendition(43, "HD/720 - WEB/MBL (H264/2600)", "HD_720_2600", LARGE, ("h264h", 2600), (0, 720), 128),
    rendition(44, "HD/1080 - WEB/MBL (H264/4000)", "HD_1080_4000", LARGE, ("h264h", 4000), (0, 1080), 128),
    ingest(47, "Ingest 7", "Ingest_7", INGEST, 4000, (0, 1080), "7"),
];

const fn ingest(
    id: i64,
    name: &'static str,
    system_name: &'static str,
    tags: &'static str,
    video_bitrate: i64,
    (width, height): (i64, i64),
    suffix: &'static str,
) -> LiveParams {
    let stream_suffix = Some(suffix);
    LiveParams {
        id,
        name,
        system_name,
        tags,
        video_codec: "",
        video_bitrate,
        width,
        height,
        audio_bitrate: 0,
        stream_suffix,
    }
}

const fn rendition(
    id: i64,
    name: &'static str,
    system_name: &'static str,
    tags: &'static str,
    (video_codec, video_bitrate): (&'static str, i64),
    (width, height): (i64, i64),
    audio_bitrate: i64,
) -> LiveParams {
    let stream_suffix = None;
    LiveParams { id, name, system_name, tags, video_codec, video_bitrate, width, height, audio_bitrate, stream_suffix }
}

const COLUMNS: &str = "id, partner, kind, system_name, name, description, status, is_default, created_at, doc";

const FIELDS: &[Field] = &[
    Field { name: "id", columns: &["id"], unit: Unit::Int },
    Field { name: "systemName", columns: &["system_name"], unit: Unit::Text },
    Field { name: "name", columns: &["name"], unit: Unit::Text },
    Field { name: "type", columns: &["kind"], unit: Unit::Int },
    Field { name: "status", columns: &["status"], unit: Unit::Int },
];

/// One profile; `None` if the partner has none of that id.
pub async fn get(tx: &mut ReadTx, partner: PartnerId, id: i64) -> Result<Option<ConversionProfile>> {
    let sql = format!("SELECT {COLUMNS} FROM conversion_profile WHERE partner = ? AND id = ?");
    let Some(row) = tx.query_one(&sql, args![partner, id]).await? else { return Ok(None) };
    let mut profile = read(&row)?;
    profile.params = params_of(tx, partner, id).await?;
    Ok(Some(profile))
}

/// conversionProfile.list. Without a wished order media profiles come first: guides take the first of an unfiltered list.
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<ConversionProfile>> {
    let mut constraints = vec![Constraint::equal("partner", actor.partner)];
    constraints.extend(filter.constraints(FIELDS));
    let fallback = [Order { column: "kind", descending: false }, Order { column: "id", descending: false }];
    let orders = [("createdAt", "created_at"), ("name", "name")];
    let select = Select {
        from: "conversion_profile",
        columns: COLUMNS,
        constraints,
        order: filter.orders(&orders, &fallback),
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let mut objects = select.rows(tx).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    for profile in &mut objects {
        profile.params = params_of(tx, actor.partner, profile.id).await?;
    }
    Ok(Page { objects, total })
}

/// conversionProfileAssetParams.list. The profile is named by `conversionProfileIdEqual` (or `…In`); the API turns the guides'
/// `conversionProfileIdFilter` into that.
pub async fn list_params(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<ProfileParams>> {
    let fields = [
        Field { name: "conversionProfileId", columns: &["profile"], unit: Unit::Int },
        Field { name: "assetParamsId", columns: &["params"], unit: Unit::Int },
        Field { name: "origin", columns: &["origin"], unit: Unit::Int },
        Field { name: "systemName", columns: &["system_name"], unit: Unit::Text },
    ];
    let mut constraints = vec![Constraint::equal("partner", actor.partner)];
    constraints.extend(filter.constraints(&fields));
    let by = |column| Order { column, descending: false };
    let select = Select {
        from: "conversion_profile_params",
        columns: "profile, params, origin, system_name",
        constraints,
        order: vec![by("profile"), by("params")],
        limit: pager.limit(),
        offset: pager.offset(),
    };
    let total = select.count(tx).await?;
    let objects = select.rows(tx).await?.iter().map(read_params).collect::<Result<Vec<_>>>()?;
    Ok(Page { objects, total })
}

pub(crate) async fn insert(tx: &mut WriteTx, profile: &ConversionProfile) -> Result<()> {
    let sql = format!("INSERT INTO conversion_profile ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    let args = args![
        profile.id,
        profile.partner,
        profile.kind,
        &profile.system_name,
        &profile.name,
        &profile.description,
        profile.status,
        profile.is_default,
        profile.created_at,
        &profile.doc
    ];
    tx.exec(&sql, args).await?;
    for params in &profile.params {
        let sql = "INSERT INTO conversion_profile_params (partner, profile, params, origin, system_name) VALUES (?, ?, ?, ?, ?)";
        let args = args![profile.partner, profile.id, params.params_id, params.origin, &params.system_name];
        tx.exec(sql, args).await?;
    }
    Ok(())
}

async fn params_of(tx: &mut ReadTx, partner: PartnerId, profile: i64) -> Result<Vec<ProfileParams>> {
    let sql = "SELECT profile, params, origin, system_name FROM conversion_profile_params \
         WHERE partner = ? AND profile = ? ORDER BY params";
    tx.query(sql, args![partner, profile]).await?.iter().map(read_params).collect()
}

fn read(row: &Row) -> Result<ConversionProfile> {
    Ok(ConversionProfile {
        id: row.get("id")?,
        partner: row.get("partner")?,
        kind: row.get("kind")?,
        system_name: row.get("system_name")?,
        name: row.get("name")?,
        description: row.get("description")?,
        status: row.get("status")?,
        is_default: row.get("is_default")?,
        created_at: row.get("created_at")?,
        params: Vec::new(),
        doc: row.get("doc")?,
    })
}

fn read_params(row: &Row) -> Result<ProfileParams> {
    Ok(ProfileParams {
        profile_id: row.get("profile")?,
        params_id: row.get("params")?,
        origin: row.get("origin")?,
        system_name: row.get("system_name")?,
    })
}
