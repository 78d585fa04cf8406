//! The enumerations of the API. Strict on input, except where a comment says otherwise; a stored value that this release does not know
//! survives as `Other`.

use crate::ApiEnum;

/// Kind of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaSessionType", int)]
pub enum SessionType {
    #[api("0")]
    User,
    #[api("2")]
    Admin,
    Other(i64),
}

/// Where an entry's content comes from.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaSourceType", string)]
pub enum SourceType {
    #[api("1")]
    File,
    #[api("2")]
    Webcam,
    #[api("5")]
    Url,
    #[api("6")]
    SearchProvider,
    #[api("29")]
    AkamaiLive,
    #[api("30")]
    ManualLiveStream,
    #[api("31")]
    AkamaiUniversalLive,
    #[api("32")]
    LiveStream,
    #[api("33")]
    LiveChannel,
    #[api("34")]
    RecordedLive,
    #[api("35")]
    Clip,
    #[api("36")]
    KalturaRecordedLive,
    #[api("37")]
    LectureCapture,
    #[api("42")]
    LiveStreamOntextdataCaptions,
    #[api("limeLight.LIVE_STREAM")]
    LimelightLive,
    #[api("velocix.VELOCIX_LIVE")]
    VelocixLive,
    Other(String),
}

/// What a media entry shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaMediaType", int)]
pub enum MediaType {
    #[api("1")]
    Video,
    #[api("2")]
    Image,
    #[api("5")]
    Audio,
    #[api("201")]
    LiveStreamFlash,
    #[api("202")]
    LiveStreamWindowsMedia,
    #[api("203")]
    LiveStreamRealMedia,
    #[api("204")]
    LiveStreamQuicktime,
    Other(i64),
}

/// Which family an entry belongs to.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaEntryType", extensible)]
pub enum EntryType {
    #[api("-1")]
    Automatic,
    #[api("1")]
    MediaClip,
    #[api("2")]
    Mix,
    #[api("5")]
    Playlist,
    #[api("6")]
    Data,
    #[api("7")]
    LiveStream,
    #[api("8")]
    LiveChannel,
    #[api("10")]
    Document,
    #[api("externalMedia.externalMedia")]
    ExternalMedia,
    #[api("room.room")]
    Room,
    #[api("conference.CONFERENCE_ENTRY_SERVER")]
    ConferenceEntryServer,
    #[api("sip.SIP_ENTRY_SERVER")]
    SipEntryServer,
    Other(String),
}

/// Where an entry is in its life.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaEntryStatus", extensible)]
pub enum EntryStatus {
    #[api("-2")]
    ErrorImporting,
    #[api("-1")]
    ErrorConverting,
    #[api("0")]
    Import,
    #[api("1")]
    Preconvert,
    #[api("2")]
    Ready,
    #[api("3")]
    Deleted,
    #[api("4")]
    Pending,
    #[api("5")]
    Moderate,
    #[api("6")]
    Blocked,
    #[api("7")]
    NoContent,
    #[api("virusScan.Infected")]
    Infected,
    #[api("virusScan.ScanFailure")]
    ScanFailure,
    Other(String),
}

/// Whether viewers may rewind a live stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaDVRStatus", int)]
pub enum DvrStatus {
    #[api("0")]
    Disabled,
    #[api("1")]
    Enabled,
    Other(i64),
}

/// How a live stream is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaRecordStatus", int)]
pub enum RecordStatus {
    #[api("0")]
    Disabled,
    #[api("1")]
    Appended,
    #[api("2")]
    PerSession,
    Other(i64),
}

/// Whether an explicit live entry records now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaRecordingStatus", int)]
pub enum RecordingStatus {
    #[api("0")]
    Stopped,
    #[api("1")]
    Paused,
    #[api("2")]
    Active,
    #[api("3")]
    Disabled,
    Other(i64),
}

/// How far one encoder input has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaEntryServerNodeStatus", int)]
pub enum EntryServerNodeStatus {
    #[api("-1")]
    Error,
    #[api("0")]
    Stopped,
    #[api("1")]
    Playable,
    #[api("2")]
    Broadcasting,
    #[api("3")]
    Authenticated,
    #[api("4")]
    MarkedForDeletion,
    #[api("5")]
    TaskPending,
    #[api("6")]
    TaskQueued,
    #[api("7")]
    TaskProcessing,
    #[api("8")]
    TaskUploading,
    #[api("9")]
    TaskFinished,
    Other(i64),
}

/// Whether an explicit live entry is released to viewers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaViewMode", int)]
pub enum ViewMode {
    #[api("0")]
    Preview,
    #[api("1")]
    AllowAll,
    Other(i64),
}

/// Whether push publishing is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaLivePublishStatus", int)]
pub enum LivePublishStatus {
    #[api("0")]
    Disabled,
    #[api("1")]
    Enabled,
    Other(i64),
}

/// What viewers should see of a live stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaLiveStreamBroadcastStatus", int)]
pub enum LiveStreamBroadcastStatus {
    #[api("1")]
    Offline,
    #[api("2")]
    Preview,
    #[api("3")]
    Live,
    Other(i64),
}

/// How a stream is delivered.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaPlaybackProtocol", string)]
pub enum PlaybackProtocol {
    #[api("applehttp")]
    AppleHttp,
    #[api("applehttp_to_mc")]
    AppleHttpToMc,
    #[api("auto")]
    Auto,
    #[api("download")]
    Download,
    #[api("hdnetwork")]
    AkamaiHd,
    #[api("hdnetworkmanifest")]
    AkamaiHds,
    #[api("hds")]
    Hds,
    #[api("hls")]
    Hls,
    #[api("http")]
    Http,
    #[api("mpegdash")]
    MpegDash,
    #[api("multicast_silverlight")]
    MulticastSl,
    #[api("rtmp")]
    Rtmp,
    #[api("rtsp")]
    Rtsp,
    #[api("sl")]
    SilverLight,
    #[api("url")]
    Url,
    Other(String),
}

/// What a conversion profile is for.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaConversionProfileType", string)]
pub enum ConversionProfileType {
    #[api("1")]
    Media,
    #[api("2")]
    LiveStream,
    Other(String),
}

/// Whether a conversion profile may be used.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaConversionProfileStatus", string)]
pub enum ConversionProfileStatus {
    #[api("1")]
    Disabled,
    #[api("2")]
    Enabled,
    #[api("3")]
    Deleted,
    Other(String),
}

/// What a SIP room sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaSipSourceType", int)]
pub enum SipSourceType {
    #[api("1")]
    PictureInPicture,
    #[api("2")]
    TalkingHeads,
    #[api("3")]
    ScreenShare,
    Other(i64),
}

/// What moderation said about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaEntryModerationStatus", int)]
pub enum EntryModerationStatus {
    #[api("1")]
    PendingModeration,
    #[api("2")]
    Approved,
    #[api("3")]
    Rejected,
    #[api("4")]
    Deleted,
    #[api("5")]
    FlaggedForReview,
    #[api("6")]
    AutoApproved,
    Other(i64),
}

/// Whether lists show an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaEntryDisplayInSearchType", int)]
pub enum EntryDisplayInSearch {
    #[api("-2")]
    Recycled,
    #[api("-1")]
    System,
    #[api("0")]
    None,
    #[api("1")]
    PartnerOnly,
    #[api("2")]
    KalturaNetwork,
    Other(i64),
}

/// Where a replacement of content is.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaEntryReplacementStatus", extensible)]
pub enum EntryReplacementStatus {
    #[api("0")]
    None,
    #[api("1")]
    ApprovedButNotReady,
    #[api("2")]
    ReadyButNotApproved,
    #[api("3")]
    NotReadyAndNotApproved,
    #[api("4")]
    Failed,
    Other(String),
}

/// Licence of an entry's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaLicenseType", int)]
pub enum LicenseType {
    #[api("-1")]
    Unknown,
    #[api("0")]
    None,
    #[api("1")]
    Copyrighted,
    #[api("2")]
    PublicDomain,
    #[api("3")]
    CreativecommonsAttribution,
    #[api("4")]
    CreativecommonsAttributionShareAlike,
    #[api("5")]
    CreativecommonsAttributionNoDerivatives,
    #[api("6")]
    CreativecommonsAttributionNonCommercial,
    #[api("7")]
    CreativecommonsAttributionNonCommercialShareAlike,
    #[api("8")]
    CreativecommonsAttributionNonCommercialNoDerivatives,
    #[api("9")]
    Gfdl,
    #[api("10")]
    Gpl,
    #[api("11")]
    AfferoGpl,
    #[api("12")]
    Lgpl,
    #[api("13")]
    Bsd,
    #[api("14")]
    Apache,
    #[api("15")]
    Mozilla,
    Other(i64),
}

/// Length class of an entry.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaDurationType", string)]
pub enum DurationType {
    #[api("notavailable")]
    NotAvailable,
    #[api("short")]
    Short,
    #[api("medium")]
    Medium,
    #[api("long")]
    Long,
    Other(String),
}

/// Where imported media was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaSearchProviderType", int)]
pub enum SearchProviderType {
    #[api("3")]
    Flickr,
    #[api("4")]
    Youtube,
    #[api("7")]
    Myspace,
    #[api("8")]
    Photobucket,
    #[api("9")]
    Jamendo,
    #[api("10")]
    Ccmixter,
    #[api("11")]
    Nypl,
    #[api("12")]
    Current,
    #[api("13")]
    MediaCommons,
    #[api("20")]
    Kaltura,
    #[api("21")]
    KalturaUserClips,
    #[api("22")]
    ArchiveOrg,
    #[api("23")]
    KalturaPartner,
    #[api("24")]
    Metacafe,
    #[api("28")]
    SearchProxy,
    #[api("100")]
    PartnerSpecific,
    Other(i64),
}

/// Whether an application token works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaAppTokenStatus", int)]
pub enum AppTokenStatus {
    #[api("1")]
    Disabled,
    #[api("2")]
    Active,
    #[api("3")]
    Deleted,
    Other(i64),
}

/// How an application token is proven.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaAppTokenHashType", string)]
pub enum AppTokenHashType {
    #[api("MD5")]
    Md5,
    #[api("SHA1")]
    Sha1,
    #[api("SHA256")]
    Sha256,
    #[api("SHA512")]
    Sha512,
    Other(String),
}

/// What a metadata record belongs to.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaMetadataObjectType", extensible)]
pub enum MetadataObjectType {
    #[api("1")]
    Entry,
    #[api("2")]
    Category,
    #[api("3")]
    User,
    #[api("4")]
    Partner,
    #[api("5")]
    DynamicObject,
    #[api("6")]
    UserEntry,
    #[api("annotationMetadata.Annotation")]
    Annotation,
    #[api("codeCuePointMetadata.CodeCuePoint")]
    CodeCuePoint,
    #[api("adCuePointMetadata.AdCuePoint")]
    AdCuePoint,
    #[api("thumbCuePointMetadata.thumbCuePoint")]
    ThumbCuePoint,
    #[api("quiz.AnswerCuePoint")]
    AnswerCuePoint,
    #[api("quiz.QuestionCuePoint")]
    QuestionCuePoint,
    Other(String),
}

/// Whether a metadata record fits its profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaMetadataStatus", int)]
pub enum MetadataStatus {
    #[api("1")]
    Valid,
    #[api("2")]
    Invalid,
    #[api("3")]
    Deleted,
    Other(i64),
}

/// State of a metadata profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaMetadataProfileStatus", int)]
pub enum MetadataProfileStatus {
    #[api("1")]
    Active,
    #[api("2")]
    Deprecated,
    #[api("3")]
    Transforming,
    Other(i64),
}

/// What made a metadata profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaMetadataProfileCreateMode", int)]
pub enum MetadataProfileCreateMode {
    #[api("1")]
    Api,
    #[api("2")]
    Kmc,
    #[api("3")]
    App,
    Other(i64),
}

/// What a user-interface configuration configures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaUiConfObjType", int)]
pub enum UiConfObjType {
    #[api("1")]
    Player,
    #[api("2")]
    ContributionWizard,
    #[api("3")]
    SimpleEditor,
    #[api("4")]
    AdvancedEditor,
    #[api("5")]
    Playlist,
    #[api("6")]
    AppStudio,
    #[api("7")]
    Krecord,
    #[api("8")]
    PlayerV3,
    #[api("9")]
    KmcAccount,
    #[api("10")]
    KmcAnalytics,
    #[api("11")]
    KmcContent,
    #[api("12")]
    KmcDashboard,
    #[api("13")]
    KmcLogin,
    #[api("14")]
    PlayerSl,
    #[api("15")]
    ClientsideEncoder,
    #[api("16")]
    KmcGeneral,
    #[api("17")]
    KmcRolesAndPermissions,
    #[api("18")]
    Clipper,
    #[api("19")]
    Ksr,
    #[api("20")]
    Kupload,
    #[api("21")]
    Webcasting,
    #[api("22")]
    Sap,
    #[api("23")]
    Reels,
    Other(i64),
}

/// How a user-interface configuration was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaUiConfCreationMode", int)]
pub enum UiConfCreationMode {
    #[api("2")]
    Wizard,
    #[api("3")]
    Advanced,
    #[api("4")]
    System,
    Other(i64),
}

/// Whether a user may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaUserStatus", int)]
pub enum UserStatus {
    #[api("0")]
    Blocked,
    #[api("1")]
    Active,
    #[api("2")]
    Deleted,
    Other(i64),
}

/// A person or a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaUserType", int)]
pub enum UserType {
    #[api("0")]
    User,
    #[api("1")]
    Group,
    #[api("2")]
    ApplicativeGroup,
    Other(i64),
}

/// Where a role is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaUserRoleStatus", int)]
pub enum UserRoleStatus {
    #[api("1")]
    Active,
    #[api("2")]
    Blocked,
    #[api("3")]
    Deleted,
    Other(i64),
}

/// What a permission is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaPermissionType", int)]
pub enum PermissionType {
    #[api("1")]
    Normal,
    #[api("2")]
    SpecialFeature,
    #[api("3")]
    Plugin,
    #[api("4")]
    PartnerGroup,
    Other(i64),
}

/// Whether a permission counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaPermissionStatus", int)]
pub enum PermissionStatus {
    #[api("1")]
    Active,
    #[api("2")]
    Blocked,
    #[api("3")]
    Deleted,
    Other(i64),
}

/// Whether an account may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaPartnerStatus", int)]
pub enum PartnerStatus {
    #[api("0")]
    Deleted,
    #[api("1")]
    Active,
    #[api("2")]
    Blocked,
    #[api("3")]
    FullBlock,
    Other(i64),
}

/// Gender of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaGender", int)]
pub enum Gender {
    #[api("0")]
    Unknown,
    #[api("1")]
    Male,
    #[api("2")]
    Female,
    Other(i64),
}

/// State of a rendition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaFlavorAssetStatus", int)]
pub enum FlavorAssetStatus {
    #[api("-1")]
    Error,
    #[api("0")]
    Queued,
    #[api("1")]
    Converting,
    #[api("2")]
    Ready,
    #[api("3")]
    Deleted,
    #[api("4")]
    NotApplicable,
    #[api("5")]
    Temp,
    #[api("6")]
    WaitForConvert,
    #[api("7")]
    Importing,
    #[api("8")]
    Validating,
    #[api("9")]
    Exporting,
    Other(i64),
}

/// What an access-control rule does.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaRuleActionType", extensible)]
pub enum RuleActionType {
    #[api("1")]
    Block,
    #[api("2")]
    Preview,
    #[api("3")]
    LimitFlavors,
    #[api("4")]
    AddToStorage,
    #[api("5")]
    LimitDeliveryProfiles,
    #[api("6")]
    ServeFromRemoteServer,
    #[api("7")]
    RequestHostRegex,
    #[api("8")]
    LimitThumbnailCapture,
    Other(String),
}

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaConditionType", extensible)]
pub enum ConditionType {
    #[api("1")]
    Authenticated,
    #[api("2")]
    Country,
    #[api("3")]
    IpAddress,
    #[api("4")]
    Site,
    #[api("5")]
    UserAgent,
    #[api("6")]
    FieldMatch,
    #[api("7")]
    FieldCompare,
    Other(String),
}

/// A protection scheme.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaDrmSchemeName", string)]
pub enum DrmSchemeName {
    #[api("drm.WIDEVINE_CENC")]
    WidevineCenc,
    #[api("drm.PLAYREADY_CENC")]
    PlayreadyCenc,
    #[api("fairplay.FAIRPLAY")]
    Fairplay,
    Other(String),
}

/// Whether a response profile names fields to keep or to leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaResponseProfileType", int)]
pub enum ResponseProfileType {
    #[api("1")]
    IncludeFields,
    #[api("2")]
    ExcludeFields,
    Other(i64),
}

/// Whether a stored response profile is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaResponseProfileStatus", int)]
pub enum ResponseProfileStatus {
    #[api("1")]
    Disabled,
    #[api("2")]
    Enabled,
    #[api("3")]
    Deleted,
    Other(i64),
}

/// What an access-control rule is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaContextType", int)]
pub enum ContextType {
    #[api("1")]
    Play,
    #[api("2")]
    Download,
    #[api("3")]
    Thumbnail,
    #[api("4")]
    Metadata,
    #[api("5")]
    Export,
    #[api("6")]
    Serve,
    Other(i64),
}

/// Whether an asset must be there before its entry is ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaFlavorReadyBehaviorType", int)]
pub enum FlavorReadyBehavior {
    #[api("0")]
    InheritFlavorParams,
    #[api("1")]
    Required,
    #[api("2")]
    Optional,
    Other(i64),
}

/// Where a rendition comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaAssetParamsOrigin", int)]
pub enum AssetParamsOrigin {
    #[api("0")]
    Convert,
    #[api("1")]
    Ingest,
    #[api("2")]
    ConvertWhenMissing,
    Other(i64),
}

/// What becomes of an asset whose content is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaAssetParamsDeletePolicy", int)]
pub enum AssetParamsDeletePolicy {
    #[api("0")]
    Keep,
    #[api("1")]
    Delete,
    Other(i64),
}

/// How a picture is coded.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaVideoCodec", string)]
pub enum VideoCodec {
    #[api("")]
    None,
    #[api("copy")]
    Copy,
    #[api("h264")]
    H264,
    #[api("h264b")]
    H264b,
    #[api("h264m")]
    H264m,
    #[api("h264h")]
    H264h,
    #[api("h265")]
    H265,
    Other(String),
}

/// How sound is coded.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaAudioCodec", string)]
pub enum AudioCodec {
    #[api("")]
    None,
    #[api("copy")]
    Copy,
    #[api("aac")]
    Aac,
    #[api("aache")]
    Aache,
    #[api("mp3")]
    Mp3,
    Other(String),
}

/// Whether a widget expects a signed time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaWidgetSecurityType", int)]
pub enum WidgetSecurityType {
    #[api("1")]
    None,
    #[api("2")]
    Timehash,
    Other(i64),
}

/// What a viewer complains about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaModerationFlagType", int)]
pub enum ModerationFlagType {
    #[api("1")]
    SexualContent,
    #[api("2")]
    ViolentRepulsive,
    #[api("3")]
    HarmfulDangerous,
    #[api("4")]
    SpamCommercials,
    #[api("5")]
    Copyright,
    #[api("6")]
    TermsOfUseViolation,
    Other(i64),
}

/// Whether somebody has dealt with a complaint.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaModerationFlagStatus", extensible)]
pub enum ModerationFlagStatus {
    #[api("1")]
    Pending,
    #[api("2")]
    Moderated,
    Other(String),
}

/// What a complaint is about.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaModerationObjectType", extensible)]
pub enum ModerationObjectType {
    #[api("2")]
    Entry,
    #[api("3")]
    User,
    Other(String),
}

/// What a copy of an entry takes along.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaBaseEntryCloneOptions", extensible)]
pub enum CloneOption {
    #[api("1")]
    Users,
    #[api("2")]
    Categories,
    #[api("3")]
    ChildEntries,
    #[api("4")]
    AccessControl,
    #[api("5")]
    Metadata,
    #[api("6")]
    Flavors,
    #[api("7")]
    Captions,
    #[api("adCuePoint.AD_CUE_POINTS")]
    AdCuePoints,
    #[api("annotation.ANNOTATION_CUE_POINTS")]
    AnnotationCuePoints,
    #[api("codeCuePoint.CODE_CUE_POINTS")]
    CodeCuePoints,
    #[api("sessionCuePoint.SESSION_CUE_POINTS")]
    SessionCuePoints,
    #[api("thumbCuePoint.THUMB_CUE_POINTS")]
    ThumbCuePoints,
    Other(String),
}

/// Whether a copy takes something along or leaves it.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaCloneComponentSelectorType", string)]
pub enum CloneRule {
    #[api("0")]
    IncludeComponent,
    #[api("1")]
    ExcludeComponent,
    Other(String),
}

/// Which input of an entry a node is.
#[derive(Clone, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaEntryServerNodeType", string)]
pub enum EntryServerNodeType {
    #[api("0")]
    LivePrimary,
    #[api("1")]
    LiveBackup,
    #[api("2")]
    LiveClippingTask,
    Other(String),
}

/// How far a recording has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ApiEnum)]
#[api(name = "KalturaEntryServerNodeRecordingStatus", int)]
pub enum EntryServerNodeRecordingStatus {
    #[api("0")]
    Stopped,
    #[api("1")]
    OnGoing,
    #[api("2")]
    Done,
    #[api("3")]
    Dismissed,
    Other(i64),
}
