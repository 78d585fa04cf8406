//! What renditions are made of: the parameters that every account has (contract: live, live params and conversion profiles).
//!
//! They are facts of this server, not rows: an account chooses among them in its conversion profiles.

use crate::actor::Actor;
use crate::conversion_profile::{self, kind};
use crate::filter::{Filter, Page, Pager};
use base::{Error, Kind, Result};
use store::ReadTx;

/// KalturaFlavorParams and, for live renditions, KalturaLiveParams. Kilobits per second and pixels; 0 means as the source has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlavorParams {
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
    /// The type of conversion profile that may use them, see [`kind`].
    pub kind: i64,
}

impl FlavorParams {
    /// Sound of the renditions that have their own.
    pub const AUDIO_CHANNELS: i64 = 2;
    /// Hertz.
    pub const AUDIO_SAMPLE_RATE: i64 = 44_100;

    pub fn is_live(&self) -> bool {
        self.kind == kind::LIVE_STREAM
    }

    /// An encoder sends it, the server does not make it.
    pub fn is_ingest(&self) -> bool {
        crate::filter::split(self.tags).any(|tag| tag == "ingest") || !self.is_live()
    }
}

/// The params of what an encoder sends first: the one rendition that is delivered.
pub const SOURCE_PARAMS: i64 = 32;

/// Parameters by id.
pub fn find(id: i64) -> Option<&'static FlavorParams> {
    ALL.iter().find(|params| params.id == id)
}

/// `FLAVOR_PARAMS_ID_NOT_FOUND` if there are none of that id.
pub fn get(id: i64) -> Result<&'static FlavorParams> {
    find(id).ok_or_else(|| not_found(id))
}

pub(crate) fn not_found(id: impl ToString) -> Error {
    Error::coded(Kind::NotFound, "FLAVOR_PARAMS_ID_NOT_FOUND").arg("ID", id.to_string())
}

/// flavorParams.list. `live_only`: the filter was one of live parameters.
pub fn list(filter: &Filter, live_only: bool, pager: Pager) -> Page<FlavorParams> {
    let fits = |params: &&FlavorParams| {
        let equal = |name: &str, value: &str| filter.text(name).is_none_or(|wished| wished == value);
        let listed = |name: &str, value: &str| filter.list(name).is_none_or(|list| list.iter().any(|one| one == value));
        let id = params.id.to_string();
        (params.is_live() || !live_only)
            && equal("idEqual", &id)
            && listed("idIn", &id)
            && equal("systemNameEqual", params.system_name)
            && listed("systemNameIn", params.system_name)
            && equal("isSystemDefaultEqual", "1")
            && equal("tagsEqual", params.tags)
    };
    let found: Vec<&FlavorParams> = ALL.iter().filter(fits).collect();
    let (offset, limit) = (usize::try_from(pager.offset()), usize::try_from(pager.limit()));
    let page = found.iter().skip(offset.unwrap_or(usize::MAX)).take(limit.unwrap_or(0));
    Page { objects: page.map(|params| **params).collect(), total: i64::try_from(found.len()).unwrap_or(i64::MAX) }
}

/// flavorParams.getByConversionProfileId. `CONVERSION_PROFILE_ID_NOT_FOUND`.
pub async fn of_profile(tx: &mut ReadTx, actor: &Actor, profile: i64) -> Result<Vec<FlavorParams>> {
    let profile = conversion_profile::of_actor(tx, actor, profile).await?;
    Ok(profile.params.iter().filter_map(|params| find(params.params_id)).copied().collect())
}

const SOURCE: &str = "source,ingest,web,mobile,ipad,ipadnew";
const SMALL: &str = "mbr,ipad,ipadnew,web,mobile";
const INGEST: &str = "mbr,ingest,web,mobile,ipad,ipadnew";
const LARGE: &str = "mbr,web,mobile,ipad,ipadnew,optional_flavor";

/// By ascending id.
const ALL: &[FlavorParams] = &[
    // The file as it was uploaded.
    FlavorParams { kind: kind::MEDIA, stream_suffix: None, ..ingest(0, "Source", "Source", "source", 0, (0, 0), "") },
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
) -> FlavorParams {
    FlavorParams {
        id,
        name,
        system_name,
        tags,
        video_codec: "",
        video_bitrate,
        width,
        height,
        audio_bitrate: 0,
        stream_suffix: Some(suffix),
        kind: kind::LIVE_STREAM,
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
) -> FlavorParams {
    FlavorParams {
        id,
        name,
        system_name,
        tags,
        video_codec,
        video_bitrate,
        width,
        height,
        audio_bitrate,
        stream_suffix: None,
        kind: kind::LIVE_STREAM,
    }
}
