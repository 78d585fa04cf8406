"""A webcast made with the official Python client, step by step, each answer checked.

usage: webcast.py all      every step from session.start to delete
       webcast.py create   only what an organiser does: the entry is left for a test to broadcast to

Environment: PLENARY_URL (service URL as a user would configure it), PLENARY_PARTNER_ID, PLENARY_ADMIN_SECRET.
Prints one JSON object with what was seen. Exit status 1 and a traceback when an answer is not as the contract says.
The client library is used as it is published; only its public names appear here.
"""

import hashlib
import json
import os
import re
import sys
import time

from KalturaClient import KalturaClient, KalturaConfiguration
from KalturaClient.exceptions import KalturaException
from KalturaClient.Plugins import Core as core
from KalturaClient.Plugins import Metadata as metadata

URL = os.environ["PLENARY_URL"]
PARTNER = int(os.environ["PLENARY_PARTNER_ID"])
SECRET = os.environ["PLENARY_ADMIN_SECRET"]

PRODUCER = "producer@example.com"
VIEWER = "viewer@example.com"
KWEBCAST = ("KMS_KWEBCAST2", "KwebcastProfile")
EVENTS = ("KMS_EVENTS3", "EventsProfile3")
ALL_STEPS_TIMEOUT_S = 20


def new_client(ks=None):
    config = KalturaConfiguration()
    config.serviceUrl = URL
    config.requestTimeout = ALL_STEPS_TIMEOUT_S
    client = KalturaClient(config)
    if ks is not None:
        client.setKs(ks)
    return client


def equal(what, seen, expected):
    if seen != expected:
        raise AssertionError(f"{what}: expected {expected!r}, saw {seen!r}")


def matches(what, seen, pattern):
    if not isinstance(seen, str) or not re.search(pattern, seen):
        raise AssertionError(f"{what}: expected {pattern}, saw {seen!r}")


def plain(value):
    """The library wraps enumeration values; their meaning is the wrapped value."""
    return value.getValue() if hasattr(value, "getValue") else value


def expect_error(code, call):
    try:
        answer = call()
    except KalturaException as error:
        equal("error code", error.code, code)
        return error
    raise AssertionError(f"expected the error {code}, saw an answer: {answer!r}")


def start_session():
    ks = new_client().session.start(SECRET, PRODUCER, core.KalturaSessionType.ADMIN, PARTNER, 86400, "disableentitlement")
    matches("session.start", ks, r"^djJ8[A-Za-z0-9_-]+=*$")  # "v2|" in base64
    wrong = "0" * len(SECRET)
    expect_error("START_SESSION_ERROR", lambda: new_client().session.start(wrong, "", 0, PARTNER))

    info = new_client(ks).session.get()
    equal("session.get type", plain(info.getSessionType()), core.KalturaSessionType.ADMIN)
    equal("session.get user", info.getUserId(), PRODUCER)
    equal("session.get partner", info.getPartnerId(), PARTNER)
    return ks


def list_templates(client):
    wanted = core.KalturaUiConfFilter()
    wanted.objTypeEqual = core.KalturaUiConfObjType.WEBCASTING
    answer = client.uiConf.listTemplates(wanted)
    assert answer.totalCount >= 1, "a webcasting template"
    config = json.loads(answer.objects[0].config)
    for system in ("osx", "windows"):
        matches(f"{system} download", config[system]["recommendedVersionUrl"], r"^https?://")
        matches(f"{system} version", config[system]["recommendedVersion"], r"^\d+\.\d+")
    equal("template kind", plain(answer.objects[0].objType), 21)
    return answer.totalCount


def find_profile(client, system_name, kind):
    wanted = core.KalturaConversionProfileFilter()
    wanted.systemNameEqual = system_name
    answer = client.conversionProfile.list(wanted)
    equal(f"profiles named {system_name}", (answer.totalCount, len(answer.objects)), (1, 1))
    profile = answer.objects[0]
    equal("systemName", profile.systemName, system_name)
    equal("profile type", plain(profile.type), kind)
    assert profile.id > 0
    return profile


def find_profiles(client):
    live = find_profile(client, "Default_Live", "2")
    equal("Default_Live name", live.name, "Cloud transcode")
    passthrough = find_profile(client, "Passthrough_Live", "2")
    equal("Passthrough_Live name", passthrough.name, "Passthrough")
    slides = find_profile(client, "KMS54_NEW_DOC_CONV_IMAGE_WIDE", "1")
    equal("distinct profiles", len({live.id, passthrough.id, slides.id}), 3)
    return {"live": live.id, "passthrough": passthrough.id, "slides": slides.id}


def sample_entry(profile_id):
    """Every writable parameter of the contract's sample (contract: live)."""
    entry = core.KalturaLiveStreamEntry()
    entry.name = "Webcast Tutorial"
    entry.description = "Entscheidungen für 2027 & <später>"
    entry.tags = "town hall,quarterly , town hall"
    entry.adminTags = "vpaas-webcast"
    entry.mediaType = core.KalturaMediaType.LIVE_STREAM_FLASH
    entry.userId = PRODUCER
    entry.creatorId = PRODUCER
    entry.recordStatus = core.KalturaRecordStatus.PER_SESSION
    entry.dvrStatus = core.KalturaDVRStatus.ENABLED
    entry.dvrWindow = 60
    entry.explicitLive = core.KalturaNullableBoolean.TRUE_VALUE
    entry.viewMode = core.KalturaViewMode.PREVIEW
    entry.recordingStatus = core.KalturaRecordingStatus.ACTIVE
    entry.pushPublishEnabled = core.KalturaLivePublishStatus.DISABLED
    entry.conversionProfileId = profile_id
    entry.licenseType = core.KalturaLicenseType.UNKNOWN
    entry.partnerSortValue = 0
    entry.displayInSearch = core.KalturaEntryDisplayInSearchType.PARTNER_ONLY
    entry.entitledUsersEdit = ""
    entry.entitledUsersPublish = ""
    entry.recordingOptions = core.KalturaLiveEntryRecordingOptions()
    entry.recordingOptions.shouldCopyEntitlement = core.KalturaNullableBoolean.TRUE_VALUE
    entry.recordingOptions.shouldMakeHidden = core.KalturaNullableBoolean.TRUE_VALUE
    entry.recordingOptions.shouldAutoArchive = core.KalturaNullableBoolean.TRUE_VALUE
    return entry


def add_live_stream(client, profile_id):
    before = int(time.time())
    entry = client.liveStream.add(sample_entry(profile_id), core.KalturaSourceType.LIVE_STREAM)
    assert isinstance(entry, core.KalturaLiveStreamEntry), type(entry)
    matches("id", entry.id, r"^[01]_[0-9a-z]{8}$")
    expected = {
        "name": "Webcast Tutorial",
        "description": "Entscheidungen für 2027 & <später>",
        "tags": "town hall, quarterly",
        "adminTags": "vpaas-webcast",
        "mediaType": 201,
        "sourceType": "32",
        "type": "7",
        "status": "2",
        "partnerId": PARTNER,
        "userId": PRODUCER,
        "creatorId": PRODUCER,
        "recordStatus": 2,
        "dvrStatus": 1,
        "dvrWindow": 60,
        "explicitLive": 1,
        "viewMode": 0,
        "recordingStatus": 2,
        "liveStatus": 0,
        "segmentDuration": 6000,
        "conversionProfileId": profile_id,
        "flavorParamsIds": "32,33,34,35",
        "moderationStatus": 6,
        "moderationCount": 0,
        "licenseType": -1,
        "displayInSearch": 1,
        "partnerSortValue": 0,
        "version": 0,
        "plays": 0,
        "views": 0,
        "duration": 0,
        "msDuration": 0,
        "votes": 0,
        "lastElapsedRecordingTime": 0,
        "lastBroadcastEndTime": 0,
        "rootEntryId": entry.id,
        "streamName": f"{entry.id}_%i",
    }
    for field, value in expected.items():
        equal(field, plain(getattr(entry, field)), value)
    options = entry.recordingOptions
    for option in ("shouldCopyEntitlement", "shouldMakeHidden", "shouldAutoArchive"):
        equal(option, plain(getattr(options, option)), 1)

    equal("one bitrate", len(entry.bitrates), 1)
    bitrate = entry.bitrates[0]
    equal("bitrate", (bitrate.bitrate, bitrate.width, bitrate.height), (900, 640, 480))
    equal("bitrate tags", bitrate.tags, "source,ingest,web,mobile,ipad,ipadnew")

    assert before <= entry.createdAt <= int(time.time()) + 1, entry.createdAt
    equal("updatedAt", entry.updatedAt, entry.createdAt)
    matches("streamPassword", entry.streamPassword, r"^[0-9a-f]{8}$")
    matches("primary address", entry.primaryBroadcastingUrl, r"^rtmp://[^/]+:\d+/kLive\?.*\bt=" + entry.streamPassword)
    formats = {item.protocol.getValue(): item.url for item in entry.liveStreamConfigurations}
    for wanted in ("hls", "applehttp"):
        matches(f"{wanted} address", formats[wanted], rf"/p/{PARTNER}/sp/{PARTNER}00/playManifest/entryId/{entry.id}/.*a\.m3u8$")

    # What the guides call a mistake is one here too.
    nameless = core.KalturaLiveStreamEntry()
    nameless.name = "no media type"
    error = expect_error("PROPERTY_VALIDATION_CANNOT_BE_NULL", lambda: client.liveStream.add(nameless))
    matches("error text", error.message, r"KalturaLiveStreamEntry::mediaType")
    unknown_profile = sample_entry(profile_id)
    unknown_profile.conversionProfileId = 987654321
    expect_error("CONVERSION_PROFILE_ID_NOT_FOUND", lambda: client.liveStream.add(unknown_profile))
    return entry


KWEBCAST_XML = "<metadata><SlidesDocEntryId></SlidesDocEntryId><IsKwebcastEntry>1</IsKwebcastEntry><IsSelfServe>1</IsSelfServe></metadata>"
KWEBCAST_XML_2 = "<metadata><SlidesDocEntryId>0_slides01</SlidesDocEntryId><IsKwebcastEntry>1</IsKwebcastEntry><IsSelfServe>1</IsSelfServe></metadata>"
STARTS = int(time.time()) + 3600
EVENTS_XML = f"""<?xml version='1.0'?>
<metadata>
  <StartTime>{STARTS}</StartTime>
  <EndTime>{STARTS + 3600}</EndTime>
  <Timezone>Europe/Berlin</Timezone>
  <Presenter>
    <PresenterId>p1</PresenterId><PresenterName>Zoë &amp; Ann</PresenterName><PresenterTitle>Host</PresenterTitle>
    <PresenterBio>Two people</PresenterBio><PresenterLink>https://example.com/z</PresenterLink><PresenterImage></PresenterImage>
  </Presenter>
</metadata>"""
EVENTS_XML_2 = EVENTS_XML.replace(str(STARTS + 3600), str(STARTS + 7200))


def find_metadata_profile(client, names):
    system_name, name = names
    by_system_name = metadata.KalturaMetadataProfileFilter()
    by_system_name.systemNameEqual = system_name
    by_name = metadata.KalturaMetadataProfileFilter()
    by_name.nameEqual = name
    first = client.metadata.metadataProfile.list(by_system_name)
    second = client.metadata.metadataProfile.list(by_name)
    equal(f"profiles {names}", (first.totalCount, second.totalCount), (1, 1))
    profile = first.objects[0]
    equal("same profile by both names", second.objects[0].id, profile.id)
    equal("name", (profile.systemName, profile.name), names)
    equal("object type", plain(profile.metadataObjectType), "1")
    equal("profile status", plain(profile.status), 1)
    matches("xsd", profile.xsd, r'name="metadata"')
    return profile.id


def write_metadata(client, entry_id, names, first_xml, second_xml):
    profile_id = find_metadata_profile(client, names)
    service = client.metadata.metadata
    added = service.add(profile_id, metadata.KalturaMetadataObjectType.ENTRY, entry_id, first_xml)
    equal("metadata profile", added.metadataProfileId, profile_id)
    equal("metadata object", (plain(added.metadataObjectType), added.objectId), ("1", entry_id))
    equal("metadata status", plain(added.status), 1)
    equal("metadata text", added.xml, first_xml)

    again = expect_error("METADATA_ALREADY_EXISTS", lambda: service.add(profile_id, "1", entry_id, first_xml))
    matches("id of the existing record", again.message, rf"\[{added.id}\]")
    wrong = "<metadata><NoSuchField>1</NoSuchField></metadata>"
    expect_error("INVALID_METADATA_DATA", lambda: service.update(added.id, wrong))

    same = service.update(added.id, first_xml)
    equal("version after the same text", same.version, added.version)
    updated = service.update(added.id, second_xml)
    equal("version after a change", updated.version, added.version + 1)
    equal("changed text", updated.xml, second_xml)

    wanted = metadata.KalturaMetadataFilter()
    wanted.metadataObjectTypeEqual = metadata.KalturaMetadataObjectType.ENTRY
    wanted.objectIdEqual = entry_id
    wanted.metadataProfileIdEqual = profile_id
    listed = client.metadata.metadata.list(wanted)
    equal("records listed", (listed.totalCount, listed.objects[0].id, listed.objects[0].xml), (1, added.id, second_xml))
    return {"profileId": profile_id, "id": added.id, "version": updated.version}


def read_live_stream(client, entry):
    seen = client.liveStream.get(entry.id)
    for field in ("id", "name", "description", "streamPassword", "primaryBroadcastingUrl", "createdAt", "dvrWindow"):
        equal(f"liveStream.get {field}", getattr(seen, field), getattr(entry, field))
    equal("never redirected", seen.redirectEntryId or None, None)
    equal("isLive", client.liveStream.isLive(entry.id), False)
    equal("isLive without a session", new_client().liveStream.isLive(entry.id, core.KalturaPlaybackProtocol.HLS), False)
    details = client.liveStream.getDetails(entry.id)
    equal("primary", plain(details.primaryStreamStatus), 0)
    equal("secondary", plain(details.secondaryStreamStatus), 0)
    equal("broadcast status", plain(details.broadcastStatus), 1)
    equal("was broadcast", details.wasBroadcast, False)
    expect_error("ENTRY_ID_NOT_FOUND", lambda: client.liveStream.get("0_nosuchid"))
    expect_error("INVALID_ENTRY_ID", lambda: client.liveStream.isLive("0_nosuchid"))


def switch_view_mode(client, entry):
    change = core.KalturaLiveStreamEntry()
    change.viewMode = core.KalturaViewMode.ALLOW_ALL
    change.recordingStatus = core.KalturaRecordingStatus.ACTIVE
    seen = client.liveStream.update(entry.id, change)
    equal("view mode", plain(seen.viewMode), 1)
    equal("name untouched", seen.name, entry.name)
    equal("details follow", plain(client.liveStream.getDetails(entry.id).viewMode), 1)
    change.viewMode = core.KalturaViewMode.PREVIEW
    equal("view mode", plain(client.liveStream.update(entry.id, change).viewMode), 0)


def viewer_sessions(client):
    wanted = core.KalturaAppToken()
    wanted.hashType = core.KalturaAppTokenHashType.SHA256
    wanted.sessionType = core.KalturaSessionType.USER
    wanted.sessionDuration = 3600
    wanted.sessionPrivileges = "sview:*,setrole:PLAYBACK_BASE_ROLE"
    wanted.description = "watch page"
    token = client.appToken.add(wanted)
    matches("app token id", token.id, r"^\d_[0-9a-z]{8}$")
    equal("app token", (plain(token.status), plain(token.hashType), plain(token.sessionType)), (2, "SHA256", 0))
    assert len(token.token) >= 32

    widget = new_client().session.startWidgetSession(f"_{PARTNER}")
    equal("widget session", (widget.partnerId, widget.userId), (PARTNER, "0"))
    expect_error("INVALID_WIDGET_ID", lambda: new_client().session.startWidgetSession("_999999"))

    caller = new_client(widget.ks)
    digest = hashlib.sha256((widget.ks + token.token).encode()).hexdigest()
    session = caller.appToken.startSession(token.id, digest, VIEWER)
    equal("viewer", (session.userId, session.partnerId, plain(session.sessionType)), (VIEWER, PARTNER, 0))
    for privilege in (f"sessionid:{token.id}", f"apptoken:{token.id}", "sview:*", "setrole:PLAYBACK_BASE_ROLE"):
        assert privilege in session.privileges.split(","), session.privileges
    assert abs(session.expiry - time.time() - 3600) < 60, session.expiry
    expect_error("INVALID_APP_TOKEN_HASH", lambda: caller.appToken.startSession(token.id, "0" * 64, VIEWER))
    expect_error("APP_TOKEN_ID_NOT_FOUND", lambda: caller.appToken.startSession("0_nosuchid", digest, VIEWER))
    return token, widget.ks, session.ks


def playback_context(entry_id, sessions):
    for ks in sessions:
        context = new_client(ks).baseEntry.getPlaybackContext(entry_id, core.KalturaPlaybackContextOptions())
        hls = [source for source in context.sources if source.format == "applehttp"]
        assert hls, [source.format for source in context.sources]
        matches("source address", hls[0].url, rf"/p/{PARTNER}/sp/{PARTNER}00/playManifest/entryId/{entry_id}/.*format/applehttp")
        matches("protocols", hls[0].protocols, r"\bhttp\b")
        blocking = [action for action in context.actions if plain(action.type) == "1"]
        equal("blocking actions", len(blocking), 0)
    options = core.KalturaPlaybackContextOptions()
    expect_error("SERVICE_FORBIDDEN", lambda: new_client().baseEntry.getPlaybackContext(entry_id, options))
    expect_error("ENTRY_ID_NOT_FOUND", lambda: new_client(sessions[0]).baseEntry.getPlaybackContext("0_nosuchid", options))


def list_entries(client, entry_id, viewer_ks):
    recordings = core.KalturaBaseEntryFilter()
    recordings.rootEntryIdEqual = entry_id
    answer = client.baseEntry.list(recordings)
    equal("recordings of a webcast that was never live", (answer.totalCount, answer.objects), (0, []))
    itself = core.KalturaBaseEntryFilter()
    itself.idEqual = entry_id
    for caller in (client, new_client(viewer_ks)):
        answer = caller.baseEntry.list(itself)
        equal("the entry itself", (answer.totalCount, answer.objects[0].id), (1, entry_id))
        assert isinstance(answer.objects[0], core.KalturaLiveStreamEntry), type(answer.objects[0])
    shown = new_client(viewer_ks).liveStream.get(entry_id)
    for secret in ("streamPassword", "primaryBroadcastingUrl", "secondaryBroadcastingUrl"):
        assert not getattr(shown, secret), f"a viewer sees {secret}"
    expect_error("SERVICE_FORBIDDEN", lambda: new_client(viewer_ks).liveStream.add(sample_entry(1)))


def multirequest():
    """session.start, add, get and delete in one request, each using an earlier answer."""
    client = new_client()
    client.startMultiRequest()
    client.session.start(SECRET, PRODUCER, core.KalturaSessionType.ADMIN, PARTNER)
    client.setKs("{1:result}")
    entry = core.KalturaLiveStreamEntry()
    entry.name = "Made in one request"
    entry.mediaType = core.KalturaMediaType.LIVE_STREAM_FLASH
    client.liveStream.add(entry, core.KalturaSourceType.LIVE_STREAM)
    client.liveStream.get("{2:result:id}")
    client.liveStream.isLive("{2:result:id}")
    client.liveStream.get("{9:result:id}")
    client.liveStream.delete("{2:result:id}")
    ks, added, seen, live, lost, deleted = client.doMultiRequest()
    matches("session in a multirequest", ks, r"^djJ8")
    equal("entry in a multirequest", (seen.id, seen.name), (added.id, "Made in one request"))
    equal("isLive in a multirequest", live, "0")
    equal("a token of a later answer", (type(lost), lost.code), (KalturaException, "ENTRY_ID_NOT_FOUND"))
    equal("void in a multirequest", deleted or "", "")
    expect_error("ENTRY_ID_NOT_FOUND", lambda: new_client(ks).liveStream.get(added.id))


def delete(client, entry_id, token, viewer_ks):
    client.liveStream.delete(entry_id)
    expect_error("ENTRY_ID_NOT_FOUND", lambda: client.liveStream.get(entry_id))
    expect_error("ENTRY_ID_NOT_FOUND", lambda: client.baseEntry.get(entry_id))
    wanted = core.KalturaBaseEntryFilter()
    wanted.idIn = entry_id
    equal("listed after delete", client.baseEntry.list(wanted).totalCount, 0)
    client.appToken.delete(token.id)
    ended = expect_error("INVALID_KS", lambda: new_client(viewer_ks).baseEntry.list(wanted))
    matches("why the viewer's session ended", ended.message, r"LOGOUT")


def create():
    ks = start_session()
    client = new_client(ks)
    templates = list_templates(client)
    profiles = find_profiles(client)
    entry = add_live_stream(client, profiles["live"])
    report = {
        "ks": ks,
        "templates": templates,
        "profiles": profiles,
        "entryId": entry.id,
        "primaryBroadcastingUrl": entry.primaryBroadcastingUrl,
        "secondaryBroadcastingUrl": entry.secondaryBroadcastingUrl,
        "streamName": entry.streamName,
        "streamPassword": entry.streamPassword,
        "startsAt": STARTS,
    }
    report["kwebcast"] = write_metadata(client, entry.id, KWEBCAST, KWEBCAST_XML, KWEBCAST_XML_2)
    report["events"] = write_metadata(client, entry.id, EVENTS, EVENTS_XML, EVENTS_XML_2)
    return client, entry, report


def everything():
    equal("system.ping", new_client().system.ping(), True)
    client, entry, report = create()
    read_live_stream(client, entry)
    switch_view_mode(client, entry)
    token, widget_ks, viewer_ks = viewer_sessions(client)
    playback_context(entry.id, [viewer_ks, widget_ks])
    list_entries(client, entry.id, viewer_ks)
    delete(client, entry.id, token, viewer_ks)
    multirequest()
    report["appToken"] = token.id
    report["deleted"] = entry.id
    return report


if __name__ == "__main__":
    modes = {"all": everything, "create": lambda: create()[2]}
    if len(sys.argv) != 2 or sys.argv[1] not in modes:
        sys.exit(__doc__)
    print(json.dumps(modes[sys.argv[1]]()))
