//! What a fresh account has, because guides and sample code look it up (contract: live, conversion profiles; metadata, profiles of every account; uiconf, what every account has).

use crate::access;
use crate::conversion_profile::{self, ConversionProfile, ProfileParams, kind, origin};
use crate::flavor_params;
use crate::metadata::{self, Profile, object};
use crate::uiconf::{self, UiConf};
use crate::widget;
use base::{PartnerId, Result, UnixMillis};
use serde_json::json;
use store::{Doc, WriteTx};

// Ids are spread so that one kind's id is never mistaken for another's.
const MEDIA_PROFILE: i64 = 1001;
const SLIDES_PROFILE: i64 = 1002;
pub(crate) const DEFAULT_LIVE_PROFILE: i64 = 1003;
const PASSTHROUGH_PROFILE: i64 = 1004;
const WEBCAST_METADATA: i64 = 2001;
const EVENTS_METADATA: i64 = 2002;
const DETAILS_METADATA: i64 = 2003;
const WEBCASTING_TEMPLATE: i64 = 3001;
const PLAYER: i64 = 3002;
pub(crate) const DEFAULT_ACCESS_CONTROL: i64 = 4001;

/// For the first account of a data folder.
pub(crate) async fn plant(tx: &mut WriteTx, now: UnixMillis, partner: PartnerId) -> Result<()> {
    access::profile::plant_default(tx, now, partner, DEFAULT_ACCESS_CONTROL).await?;
    for profile in conversion_profiles(now, partner) {
        conversion_profile::insert(tx, &profile).await?;
    }
    for profile in metadata_profiles(now, partner) {
        metadata::rows::put_profile(tx, &profile).await?;
        metadata::rows::keep_version(tx, &profile, 1).await?;
    }
    for uiconf in uiconfs(now, partner) {
        uiconf::plant(tx, &uiconf).await?;
    }
    widget::plant(tx, now, partner).await
}

fn conversion_profiles(now: UnixMillis, partner: PartnerId) -> Vec<ConversionProfile> {
    let profile = |id: i64, kind: i64, system_name: &str, name: &str, description: &str, params: &[(i64, i64)]| {
        let params = params.iter().map(|(params_id, origin)| ProfileParams {
            profile_id: id,
            params_id: *params_id,
            origin: *origin,
            system_name: flavor_params::find(*params_id).map(|params| params.system_name.to_owned()),
            doc: Doc::default(),
        });
        ConversionProfile {
            id,
            partner,
            kind,
            system_name: Some(system_name.to_owned()),
            name: name.to_owned(),
            description: Some(description.to_owned()),
            status: 2,
            is_default: matches!(id, MEDIA_PROFILE | DEFAULT_LIVE_PROFILE),
            created_at: now,
            params: params.collect(),
            doc: Doc::default(),
        }
    };
    let (convert, ingest) = (origin::CONVERT, origin::INGEST);
    vec![
        // 0 is the source as it was uploaded.
        profile(MEDIA_PROFILE, kind::MEDIA, "Default", "Default", "Keeps the source", &[(0, ingest)]),
        profile(
            SLIDES_PROFILE,
            kind::MEDIA,
            "KMS54_NEW_DOC_CONV_IMAGE_WIDE",
            "Slides to images, wide",
            "Turns documents into one image per page",
            &[(0, ingest)],
        ),
        profile(
            DEFAULT_LIVE_PROFILE,
            kind::LIVE_STREAM,
            "Default_Live",
            "Cloud transcode",
            "The default set of live renditions",
            &[(32, ingest), (33, convert), (34, convert), (35, convert)],
        ),
        profile(
            PASSTHROUGH_PROFILE,
            kind::LIVE_STREAM,
            "Passthrough_Live",
            "Passthrough",
            "Publish only the broadcasted stream",
            &[(32, ingest), (36, ingest), (37, ingest)],
        ),
    ]
}

fn metadata_profiles(now: UnixMillis, partner: PartnerId) -> Vec<Profile> {
    let profile = |id: i64, system_name: &str, name: &str, xsd: String| Profile {
        id,
        partner,
        object_type: object::ENTRY.to_owned(),
        version: 1,
        name: name.to_owned(),
        system_name: Some(system_name.to_owned()),
        description: None,
        created_at: now,
        updated_at: now,
        status: 1,
        xsd,
        views: None,
        create_mode: Some(3),
    };
    let webcast = [
        leaf("SlidesDocEntryId", "textType", "Slides document", 1),
        leaf("IsKwebcastEntry", "flagType", "Is a webcast", 1),
        leaf("IsSelfServe", "flagType", "Is self-serve", 1),
    ];
    let presenter = [
        leaf("PresenterId", "textType", "Presenter id", 1),
        leaf("PresenterName", "textType", "Name", 1),
        leaf("PresenterTitle", "textType", "Title", 1),
        leaf("PresenterBio", "textType", "Biography", 1),
        leaf("PresenterLink", "textType", "Link", 1),
        leaf("PresenterImage", "textType", "Image", 1),
    ];
    let events = [
        leaf("StartTime", "dateType", "Start time", 1),
        leaf("EndTime", "dateType", "End time", 1),
        leaf("Timezone", "textType", "Time zone", 1),
        group("Presenter", &presenter),
    ];
    let detail = [leaf("Key", "textType", "Key", 1), leaf("Value", "textType", "Value", 1)];
    let details = [group("Detail", &detail)];
    vec![
        profile(WEBCAST_METADATA, "KMS_KWEBCAST2", "KwebcastProfile", schema(&webcast)),
        profile(EVENTS_METADATA, "KMS_EVENTS3", "EventsProfile3", schema(&events)),
        profile(DETAILS_METADATA, "EntryAdditionalInfo", "Entry Additional Info", schema(&details)),
    ]
}

/// The conventional form that template builders expect (contract: metadata, profiles of every account).
fn schema(elements: &[String]) -> String {
    format!(
        r#"<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema">
  <xsd:element name="metadata">
    <xsd:complexType>
      <xsd:sequence>
{}
      </xsd:sequence>
    </xsd:complexType>
  </xsd:element>
  <xsd:complexType name="textType"><xsd:simpleContent><xsd:extension base="xsd:string"/></xsd:simpleContent></xsd:complexType>
  <xsd:complexType name="dateType"><xsd:simpleContent><xsd:extension base="xsd:long"/></xsd:simpleContent></xsd:complexType>
  <xsd:simpleType name="flagType"><xsd:restriction base="xsd:string"><xsd:enumeration value=""/><xsd:enumeration value="0"/><xsd:enumeration value="1"/></xsd:restriction></xsd:simpleType>
  <xsd:simpleType name="listType"><xsd:restriction base="xsd:string"/></xsd:simpleType>
</xsd:schema>
"#,
        elements.join("\n")
    )
}

fn leaf(name: &str, kind: &str, label: &str, max: u32) -> String {
    format!(
        r#"        <xsd:element id="md_{name}" name="{name}" minOccurs="0" maxOccurs="{max}" type="{kind}"><xsd:annotation><xsd:documentation/><xsd:appinfo><label>{label}</label><key>{name}</key><searchable>true</searchable><timeControl>false</timeControl><description/></xsd:appinfo></xsd:annotation></xsd:element>"#
    )
}

/// A repeated element with children.
fn group(name: &str, children: &[String]) -> String {
    format!(
        r#"        <xsd:element id="md_{name}" name="{name}" minOccurs="0" maxOccurs="unbounded"><xsd:complexType><xsd:sequence>
{}
        </xsd:sequence></xsd:complexType></xsd:element>"#,
        children.join("\n")
    )
}

fn uiconfs(now: UnixMillis, partner: PartnerId) -> Vec<UiConf> {
    // Clients demand an address for both systems; there is no producer application of ours to name, so it is an example's.
    let system = |file: &str| {
        json!({ "recommendedVersion": "6.0.0", "minimumVersion": "5.0.0",
            "recommendedVersionUrl": format!("https://download.example.com/webcasting/{file}") })
    };
    let versions = json!({ "osx": system("Studio.dmg"), "windows": system("Studio.exe") });
    let plugins =
        json!({ "kaltura-ovp-player": "{latest}", "playkit-qna": "{latest}", "playkit-kaltura-live": "{latest}" });
    let template = Doc::default().with("config", versions.to_string()).with("useCdn", true);
    let player = Doc::default()
        .with("config", json!({ "playback": { "autoplay": false }, "plugins": {} }).to_string())
        .with("confVars", plugins.to_string())
        .with("width", 560)
        .with("height", 395)
        .with("useCdn", true);
    let uiconf = |id, partner, name: &str, kind, tags: &str, doc| UiConf {
        id,
        partner,
        name: Some(name.to_owned()),
        kind,
        tags: Some(tags.to_owned()),
        creation_mode: 2,
        version: 1,
        created_at: now,
        updated_at: now,
        doc,
    };
    vec![
        uiconf(
            WEBCASTING_TEMPLATE,
            PartnerId::TEMPLATE,
            "WebcastingVersionInfo",
            uiconf::kind::WEBCASTING,
            "webcasting",
            template,
        ),
        uiconf(
            PLAYER,
            partner,
            "MediaSpace Webcast Player",
            uiconf::kind::PLAYER,
            "kalturaPlayerJs,player,playkit,ovp",
            player,
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::xml::Schema;

    fn schema_of(system_name: &str) -> Schema {
        let profiles = metadata_profiles(UnixMillis(0), PartnerId(101));
        let profile = profiles.iter().find(|profile| profile.system_name.as_deref() == Some(system_name));
        Schema::compile(&profile.expect("planted").xsd).expect("compiles")
    }

    #[test]
    fn observed_instances_of_the_webcast_profiles_are_valid() {
        let webcast = schema_of("KMS_KWEBCAST2");
        for xml in [
            "<metadata><SlidesDocEntryId></SlidesDocEntryId><IsKwebcastEntry>1</IsKwebcastEntry></metadata>",
            "<?xml version='1.0'?><metadata><SlidesDocEntryId>0_abcd1234</SlidesDocEntryId><IsKwebcastEntry>1</IsKwebcastEntry><IsSelfServe>1</IsSelfServe></metadata>",
            "<metadata>\n  <IsKwebcastEntry>0</IsKwebcastEntry>\n</metadata>",
            "<metadata/>",
        ] {
            assert_eq!(webcast.validate(xml), Ok(()), "{xml}");
        }
        let events = schema_of("KMS_EVENTS3");
        for xml in [
            "<?xml version=\"1.0\"?>\n<metadata><StartTime>1700000000</StartTime><EndTime>1700003600</EndTime><Timezone>Europe/Berlin</Timezone></metadata>",
            "<metadata><StartTime>1700000000</StartTime><EndTime>1700003600</EndTime><Timezone>UTC</Timezone><Presenter><PresenterId>8723792</PresenterId><PresenterName>John Doe</PresenterName><PresenterTitle>CEO</PresenterTitle><PresenterBio>Awesome</PresenterBio><PresenterLink>https://example.com</PresenterLink><PresenterImage></PresenterImage></Presenter><Presenter><PresenterId>2</PresenterId></Presenter></metadata>",
        ] {
            assert_eq!(events.validate(xml), Ok(()), "{xml}");
        }
        assert!(events.validate("<metadata><StartTime>soon</StartTime></metadata>").is_err());
        assert!(webcast.validate("<metadata><IsKwebcastEntry>maybe</IsKwebcastEntry></metadata>").is_err());
        let details = schema_of("EntryAdditionalInfo");
        let xml = "<metadata><Detail><Key>a</Key><Value>1</Value></Detail><Detail><Key>b</Key></Detail></metadata>";
        assert_eq!(details.validate(xml), Ok(()));
    }
}
