//! The error catalogue: one row per code, with the names of its arguments and its message (contract: wire, errors).
//!
//! Errors travel as `base::Error` with a code; here the code becomes what a caller reads. Clients parse some messages, so texts are part of
//! the contract.

use base::Error;
use base::error::Kind;

/// One code. `@NAME@` in the message stands for an argument.
#[derive(Debug)]
pub struct Row {
    pub code: &'static str,
    pub args: &'static [&'static str],
    pub message: &'static str,
}

const fn row(code: &'static str, args: &'static [&'static str], message: &'static str) -> Row {
    Row { code, args, message }
}

/// Said for everything that has no code of its own; the log has the story.
const INTERNAL: &str = "INTERNAL_SERVERL_ERROR";

/// Bytes of one argument that are sent back; the rest of a longer value is cut off.
pub const ARG_BYTES_MAX: usize = 2_000;

pub static CATALOGUE: &[Row] = &[
    row("SERVICE_NOT_SPECIFIED", &[], "Service name was not specified, please specify one"),
    row("SERVICE_DOES_NOT_EXISTS", &["SRV_NAME"], "Service \"@SRV_NAME@\" does not exists"),
    row("ACTION_NOT_SPECIFIED", &[], "Action name was not specified, please specify one"),
    row(
        "ACTION_DOES_NOT_EXISTS",
        &["ACTION_NAME", "SERVICE_NAME"],
        "Action \"@ACTION_NAME@\" does not exists for service \"@SERVICE_NAME@\"",
    ),
    row(
        "ACTION_BLOCKED",
        &["ACTION_NAME", "SERVICE_NAME"],
        "Action \"@ACTION_NAME@\" in service \"@SERVICE_NAME@\" is blocked",
    ),
    row("ACTION_FORBIDDEN", &["ACTION_NAME"], "Action \"@ACTION_NAME@\" is forbidden for use"),
    row("MISSING_MANDATORY_PARAMETER", &["PARAM_NAME"], "Missing parameter \"@PARAM_NAME@\""),
    row("INVALID_PARAMETER_VALUE", &["PARAM_NAME"], "invalid value for parameter \"@PARAM_NAME@\""),
    row("INVALID_PARAMETER_CHAR", &["XML_FIELD"], "Invalid char in \"@XML_FIELD@\" field"),
    row(
        "INVALID_ENUM_VALUE",
        &["ENUM_VAL", "PARAM_NAME", "ENUM_TYPE"],
        "Invalid enumeration value \"@ENUM_VAL@\" for parameter \"@PARAM_NAME@\", expecting enumeration type \"@ENUM_TYPE@\"",
    ),
    row(
        "OBJECT_TYPE_ABSTRACT",
        &["OBJ_TYPE"],
        "The object type \"@OBJ_TYPE@\" is abstract, use one of the object implementations",
    ),
    row("INVALID_OBJECT_TYPE", &["INVALID_OBJ_TYPE"], "Invalid object type \"@INVALID_OBJ_TYPE@\""),
    row("INVALID_LANGUAGE_CODE", &["LANGUAGE_CODE"], " Invalid language code [\"@LANGUAGE_CODE@\"]"),
    row("UNKNOWN_RESPONSE_FORMAT", &["FORMAT"], "Response format provided [@FORMAT@] is not recognized by server"),
    row("MANDATORY_PARAMETER_MISSING", &["PARAM_NAME"], "Mandatory parameter missing [@PARAM_NAME@]"),
    row("INTERNAL_SERVERL_ERROR", &[], "Internal server error occurred"),
    row("INTERNAL_DATABASE_ERROR", &[], "Internal database error"),
    row("FEATURE_FORBIDDEN", &["FEATURE"], "The usage of feature [@FEATURE@] is forbidden"),
    row("MISSING_KS", &[], "Missing KS, session not established"),
    row("INVALID_KS", &["KSID", "ERR_CODE", "ERR_DESC"], "Invalid KS \"@KSID@\", Error \"@ERR_CODE@,@ERR_DESC@\""),
    row("SERVICE_FORBIDDEN", &["SERVICE"], "The access to service [@SERVICE@] is forbidden"),
    row(
        "SERVICE_FORBIDDEN_CONTENT_BLOCKED",
        &[],
        "The access to this service is forbidden since the specified partner is blocked",
    ),
    row(
        "SERVICE_ACCESS_CONTROL_RESTRICTED",
        &["SERVICE"],
        "The access to service [@SERVICE@] is forbidden due to access control restriction",
    ),
    row("START_SESSION_ERROR", &["PID"], "Error while starting session for partner [@PID@]"),
    row("START_WIDGET_SESSION_ERROR", &["WIDGET_ID"], "error while starting session for widget id [@WIDGET_ID@]"),
    row("INVALID_WIDGET_ID", &["WIDGET_ID"], "Unknown widget [@WIDGET_ID@]"),
    row(
        "PARTNER_ACCESS_FORBIDDEN",
        &["ACCESSING_PID", "ACCESSED_PID"],
        "Partner [@ACCESSING_PID@] cannot access partner [@ACCESSED_PID@]",
    ),
    row("ACCESS_UNAUTHORIZED", &[], "Access unauthorized"),
    row("USER_BLOCKED", &[], "this user is blocked"),
    row("UNKNOWN_ROLE_ID", &[], "Unknown role id"),
    row("INVALID_ACTIONS_LIMIT", &[], "Invalid actions limit"),
    row("INVALID_SET_ROLE", &[], "Invalid set role id"),
    row("INVALID_APP_TOKEN_HASH", &[], "Invalid application token hash"),
    row("PROPERTY_VALIDATION_CANNOT_BE_NULL", &["PROP_NAME"], "The property \"@PROP_NAME@\" cannot be null"),
    row("PROPERTY_VALIDATION_NOT_UPDATABLE", &["PROP_NAME"], "The property \"@PROP_NAME@\" cannot be updated"),
    row(
        "PROPERTY_VALIDATION_ADMIN_PROPERTY",
        &["PROP_NAME"],
        "The property \"@PROP_NAME@\" is updatable with admin session only",
    ),
    row("PROPERTY_VALIDATION_NUMERIC_VALUE", &["PROP_NAME"], "The property \"@PROP_NAME@\" must be numeric"),
    row(
        "PROPERTY_VALIDATION_WRONG_FORMAT",
        &["PROP_NAME", "FORMAT"],
        "The property \"@PROP_NAME@\" must match format @FORMAT@",
    ),
    row(
        "PROPERTY_VALIDATION_ENTRY_STATUS",
        &["PROP_NAME", "STATUS"],
        "The property \"@PROP_NAME@\" cannot be set for entry status \"@STATUS@\"",
    ),
    row("ENTRY_ID_NOT_FOUND", &["ENTRY_ID"], "Entry id \"@ENTRY_ID@\" not found"),
    row("INVALID_ENTRY_ID", &["ID"], "Invalid entry id [\"@ID@\"]"),
    row("ENTRY_NOT_READY", &["ENTRY_NAME"], "Entry \"@ENTRY_NAME@\" is not ready"),
    row("ENTRY_TYPE_NOT_SUPPORTED", &["ENTRY_TYPE"], "Entry type \"@ENTRY_TYPE@\" not supported"),
    row("ENTRY_SOURCE_TYPE_NOT_SUPPORTED", &["SOURCE_TYPE"], "Entry source type \"@SOURCE_TYPE@\" not supported"),
    row("ENTRY_ALREADY_WITH_CONTENT", &[], "Entry already associated with content"),
    row("ENTRY_REPLACEMENT_ALREADY_EXISTS", &[], "Entry already in replacement"),
    row("RESOURCE_TYPE_NOT_SUPPORTED", &["RES_TYPE"], "Resource type \"@RES_TYPE@\" not supported"),
    row("INVALID_ENTRY_SCHEDULE_DATES", &[], "Invalid entry schedule dates"),
    row(
        "PERMISSION_DENIED_TO_UPDATE_ENTRY",
        &[],
        "User can update only the entries he own, otherwise an admin session must be used",
    ),
    row("ACCESS_CONTROL_ID_NOT_FOUND", &["ID"], "Access control id \"@ID@\" not found"),
    row("CONVERSION_PROFILE_ID_NOT_FOUND", &["ID"], "Conversion profile id \"@ID@\" not found"),
    row("CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE", &[], "Default conversion profile cannot be deleted"),
    row(
        "CONVERSION_PROFILE_ASSET_PARAMS_NOT_FOUND",
        &["CONVERSION_PROFILE_ID", "ASSET_PARAMS_ID"],
        "Conversion profile [@CONVERSION_PROFILE_ID@] has no asset params [@ASSET_PARAMS_ID@]",
    ),
    row("SYSTEM_NAME_ALREADY_EXISTS", &["SYSTEM_NAME"], "System name [@SYSTEM_NAME@] already exists"),
    row("SOURCE_WIDGET_OR_UICONF_REQUIRED", &[], "SourceWidgetId or UiConfId is required"),
    row("FLAVOR_ASSET_ID_NOT_FOUND", &["ID"], "Flavor asset id \"@ID@\" not found"),
    row("FLAVOR_ASSET_IS_NOT_READY", &[], "The flavor asset is not ready"),
    row("FLAVOR_PARAMS_ID_NOT_FOUND", &["ID"], "Flavor params id \"@ID@\" not found"),
    row("THUMB_ASSET_ID_NOT_FOUND", &["ID"], "The Thumbnail asset id \"@ID@\" not found"),
    row("THUMB_ASSET_DOWNLOAD_FAILED", &["URL_PATH"], "Failed to download thumbnail from URL \"@URL_PATH@\""),
    row("FILE_CONTENT_NOT_SECURE", &[], "File content contains potential security risks"),
    row("FILE_DOESNT_EXIST", &[], "File doesnt exist"),
    row("THUMB_ASSET_IS_DEFAULT", &["ASSET"], "Thumbnail asset \"@ASSET@\" is default and could not be deleted"),
    row("INVALID_RANK_VALUE", &[], "Invalid rank value, rank should be between 1 and 5"),
    row("ENTRY_CANNOT_BE_FLAGGED", &[], "Entry cannot be flagged"),
    row("CANNOT_DELETE_DEFAULT_ACCESS_CONTROL", &[], "Default access control cannot be deleted"),
    row("INVALID_UI_CONF_ID", &["UI_CONF_ID"], "Unknown uiConf [@UI_CONF_ID@]"),
    row("UPLOAD_TOKEN_NOT_FOUND", &[], "Upload token not found"),
    row(
        "UPLOAD_TOKEN_INVALID_STATUS_FOR_UPLOAD",
        &[],
        "Upload token is in an invalid status for uploading a file, maybe the file was already uploaded",
    ),
    row(
        "UPLOAD_TOKEN_INVALID_STATUS_FOR_ADD_ENTRY",
        &[],
        "Upload token is in an invalid status for adding entry, maybe the a file was not uploaded or the token was used",
    ),
    row("UPLOAD_TOKEN_CANNOT_RESUME", &[], "Cannot resume the upload, original file was not found"),
    row("UPLOAD_TOKEN_CANNOT_MATCH_EXPECTED_SIZE", &[], "Failed to match expected file size"),
    row("UPLOAD_TOKEN_FILE_TYPE_RESTRICTED_FOR_UPLOAD", &[], "Upload token is restricted due to the file type"),
    row(
        "UPLOAD_PASSED_MAX_RESUME_TIME_ALLOWED",
        &["MAX_RESUME_TIME"],
        "Max resume time of @MAX_RESUME_TIME@ seconds reached, cannot resume upload",
    ),
    row(
        "MAX_ALLOWED_CHUNK_COUNT_EXCEEDED",
        &[],
        "Max allowed waiting chunks to be concatenated has exceeded allowed limit",
    ),
    row(
        "UPLOADED_FILE_NOT_FOUND_BY_TOKEN",
        &[],
        "The uploaded file was not found by the given token id, or was already used",
    ),
    row("RECORDING_DISABLED", &[], "Record status attribute cannot be set, account has recording feature disabled"),
    row(
        "LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED",
        &["PROT"],
        "Status cannot be determined for live stream protocol [@PROT@]",
    ),
    row("LIVE_STREAM_INVALID_TOKEN", &["ENTRY_ID"], "Invalid token supplied for live entry [@ENTRY_ID@]"),
    row(
        "LIVE_STREAM_ALREADY_BROADCASTING",
        &["ENTRY_ID", "MEDIA_SERVER"],
        "Entry [@ENTRY_ID@] already broadcasting to server [@MEDIA_SERVER@]",
    ),
    row(
        "LIVE_STREAM_EXCEEDED_MAX_PASSTHRU",
        &["ENTRY_ID"],
        "Partner exceeded max pass-through live streams in entry[@ENTRY_ID@]",
    ),
    row(
        "LIVE_STREAM_EXCEEDED_MAX_TRANSCODED",
        &["ENTRY_ID"],
        "Partner exceeded max concurrent transcoded live streams in entry[@ENTRY_ID@]",
    ),
    row(
        "CANNOT_UPDATE_FIELDS_WHILE_ENTRY_BROADCASTING",
        &["FIELD"],
        "Cannot update [@FIELD@] while entry is broadcasting",
    ),
    row(
        "CANNOT_UPDATE_FIELDS_RECORDED_ENTRY_STILL_NOT_READY",
        &["FIELD"],
        "Cannot update [@FIELD@] while all vod entry flavors are not ready",
    ),
    row(
        "CANNOT_DELETE_LIVE_ENTRY_WHILE_STREAMING",
        &["LIVE_ENTRY_ID"],
        "Live entry [@LIVE_ENTRY_ID@] cannot be deleted while streaming",
    ),
    row(
        "RECORDED_NOT_READY",
        &["ENTRY_ID"],
        "Live entry [@ENTRY_ID@] cannot be deleted, recorded entry not in ready status yet",
    ),
    row(
        "RECORDING_FLOW_NOT_COMPLETE",
        &["ENTRY_ID"],
        "Live entry [@ENTRY_ID@] cannot be deleted, recording engine still proccesing live event",
    ),
    row(
        "RECORDING_CONTENT_NOT_YET_SET",
        &["ENTRY_ID"],
        "Entry [@ENTRY_ID@] cannot be deleted, waiting for recording engine to finish handling",
    ),
    row(
        "CANNOT_REGENERATE_STREAM_TOKEN_FOR_EXTERNAL_LIVE_STREAMS",
        &["TYPE"],
        "Cannot regenerate stream token for external type [@TYPE@] live stream",
    ),
    row(
        "DYNAMIC_SEGMENT_DURATION_DISABLED",
        &[],
        "Cannot edit segment duration. Dynamic segment duration feature is disabled",
    ),
    row(
        "ENTRY_SERVER_NODE_NOT_FOUND",
        &["ENTRY_ID", "SERVER_TYPE"],
        "Entry server node with entry id [@ENTRY_ID@] and server type [@SERVER_TYPE@] not found",
    ),
    row("MEDIA_SERVER_NOT_FOUND", &["MEDIA_SERVER_ID"], "Media server [@MEDIA_SERVER_ID@] not found"),
    row("APP_TOKEN_ID_NOT_FOUND", &["ID"], "Application token id \"@ID@\" not found"),
    row("APP_TOKEN_NOT_ACTIVE", &["ID"], "Application token id \"@ID@\" not active"),
    row("APP_TOKEN_EXPIRED", &["ID"], "Application token id \"@ID@\" expired"),
    row(
        "PROPERTY_VALIDATION_MIN_LENGTH",
        &["PROP_NAME", "MIN_LEN"],
        "The property \"@PROP_NAME@\" must have a min length of @MIN_LEN@ characters",
    ),
    row(
        "PROPERTY_VALIDATION_MAX_LENGTH",
        &["PROP_NAME", "MAX_LEN"],
        "The property \"@PROP_NAME@\" cannot have more than @MAX_LEN@ characters",
    ),
    row(
        "PROPERTY_VALIDATION_MIN_VALUE",
        &["PROP_NAME", "MIN_VAL"],
        "The property \"@PROP_NAME@\" must have a min value of @MIN_VAL@",
    ),
    row(
        "PROPERTY_VALIDATION_MAX_VALUE",
        &["PROP_NAME", "MAX_VAL"],
        "The property \"@PROP_NAME@\" must have a max value of @MAX_VAL@",
    ),
    row(
        "PROPERTY_VALIDATION_NO_INSERT_PERMISSION",
        &["PROP"],
        "Current user does not have permission to insert property \"@PROP@\"",
    ),
    row(
        "PROPERTY_VALIDATION_NO_UPDATE_PERMISSION",
        &["PROP"],
        "Current user does not have permission to update property \"@PROP@\"",
    ),
    row(
        "PROPERTY_VALIDATION_NO_USAGE_PERMISSION",
        &["PROP"],
        "Current user does not have permission to use property \"@PROP@\"",
    ),
    row("UPLOAD_ERROR", &[], "Upload failed"),
    row("UPLOAD_PARTIAL_ERROR", &[], "File was uploaded partially"),
    row("METADATA_PROFILE_NOT_FOUND", &["ID"], "metadata profile not found, id [@ID@]"),
    row(
        "INCOMPATIBLE_METADATA_PROFILE_OBJECT_TYPE",
        &["OBJ_TYPE", "META_OBJ_TYPE"],
        "Metadata Profile object type is @OBJ_TYPE@, metadata object type is @META_OBJ_TYPE@",
    ),
    row("METADATA_OBJECT_ID_NOT_FOUND", &["ID"], "Object Id [@ID@], not found"),
    row("METADATA_ALREADY_EXISTS", &["ID"], "Metadata already exists id [@ID@]"),
    row("INVALID_METADATA_DATA", &["ERR_MSG"], "invalid metadata data: @ERR_MSG@"),
    row("METADATA_NO_PERMISSION_ON_ENTRY", &["ENTRY_ID"], "No permission on entry [@ENTRY_ID@] to manage its metadata"),
    row("METADATA_NOT_FOUND", &["ID"], "metadata not found, id [@ID@]"),
    row("INVALID_METADATA_VERSION", &["VERSION"], "Invalid metadata version [@VERSION@]"),
    row("MUST_FILTER_ON_OBJECT_ID", &[], "Must filter on object id"),
    row("INVALID_METADATA_PROFILE_SCHEMA", &["ERR_MSG"], "Invalid metadata profile schema: @ERR_MSG@"),
    row("METADATA_UNABLE_TO_TRANSFORM", &["ERR_MSG"], "Unable to transform metadata: @ERR_MSG@"),
    row("METADATA_TRANSFORMING", &[], "Metadata profile is being transformed"),
    row("METADATA_PROFILE_REFERENCE_EXISTS", &["ID"], "Metadata profile [@ID@] is referenced"),
    row("INVALID_METADATA_PROFILE_TYPE", &["TYPE"], "Invalid metadata profile object type [@TYPE@]"),
    row("RESPONSE_PROFILE_ID_NOT_FOUND", &["ID"], "Response profile id [@ID@] not found"),
    row("RESPONSE_PROFILE_NAME_NOT_FOUND", &["SYSTEM_NAME"], "Response profile name [@SYSTEM_NAME@] not found"),
    row(
        "RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME",
        &["SYSTEM_NAME"],
        "Response profile name [@SYSTEM_NAME@] already exists",
    ),
    row("RESPONSE_PROFILE_MAX_NESTING_LEVEL", &[], "Response profile is nested too deeply"),
    row(
        "USER_KS_CANNOT_LIST_RELATED_ENTRIES",
        &[],
        "A user session lists related entries only with a filter that names entries",
    ),
    row(
        "CANNOT_LIST_RELATED_ENTITLED_WHEN_ENTITLEMENT_IS_ENABLE",
        &[],
        "Related entries cannot be listed while entitlement is enforced",
    ),
    row("INVALID_OBJECT_ID", &["ID"], "Invalid object id [@ID@]"),
    row("INVALID_USER_ID", &[], "Invalid user id"),
    row("DUPLICATE_USER_BY_ID", &["UID"], "User with id [@UID@] already exists in system"),
    row("INVALID_FIELD_VALUE", &["FIELD_NAME"], "The value in field [@FIELD_NAME@] is not valid"),
    row("USER_NOT_FOUND", &[], "User was not found"),
    row("USER_DATA_ERROR", &[], "User data is not valid."),
    row("USER_WRONG_PASSWORD", &[], "Wrong password supplied"),
    row("USER_IS_BLOCKED", &[], "User is blocked"),
    row("USER_LOGIN_ALREADY_ENABLED", &[], "User is already allowed to login"),
    row("USER_LOGIN_ALREADY_DISABLED", &[], "User is already not allowed to login"),
    row("LOGIN_DATA_NOT_FOUND", &[], "Login id not found"),
    row("LOGIN_RETRIES_EXCEEDED", &[], "Too many wrong passwords, try again later"),
    row("LOGIN_BLOCKED", &[], "You account is locked"),
    row(
        "PASSWORD_STRUCTURE_INVALID",
        &[],
        "The password needs 8 characters with letters, digits and others, or 14 of any kind",
    ),
    row("CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER", &[], "The owner of the account can be neither blocked nor deleted"),
    row("USER_ROLE_NOT_FOUND", &[], "User role not found"),
    row("UNKNOWN_PARTNER_ID", &["PARTNER_ID"], "Unknown partner_id [@PARTNER_ID@]"),
    row(
        "ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN",
        &["ENTRY_ID"],
        "Entry [@ENTRY_ID@] has a parent and takes no categories, access control or schedule of its own",
    ),
];

pub fn find(code: &str) -> Option<&'static Row> {
    CATALOGUE.iter().find(|row| row.code == code)
}

/// The code a caller sees.
pub fn code(error: &Error) -> &'static str {
    match error.code {
        "" if error.kind == Kind::Unavailable => "INTERNAL_DATABASE_ERROR",
        "" => INTERNAL,
        code => code,
    }
}

/// The arguments a caller sees: those of the catalogue's row, in its order, without tags.
pub fn args(error: &Error) -> Vec<(&'static str, String)> {
    let value = |name: &str| error.args.iter().find(|(found, _)| *found == name).map(|(_, value)| clean(value));
    match find(error.code) {
        Some(row) => row.args.iter().filter_map(|name| Some((*name, value(name)?))).collect(),
        None => error.args.iter().map(|(name, value)| (*name, clean(value))).collect(),
    }
}

/// The message a caller sees. A missing argument reads `N/A`.
pub fn message(error: &Error) -> String {
    let Some(row) = find(code(error)) else { return error.code.to_owned() };
    let args = args(error);
    let mut message = String::new();
    let mut rest = row.message;
    while let Some((before, after)) = rest.split_once('@') {
        message.push_str(before);
        match after.split_once('@').filter(|(name, _)| row.args.contains(name)) {
            Some((name, after)) => {
                message.push_str(args.iter().find(|(found, _)| *found == name).map_or("N/A", |(_, value)| value));
                rest = after;
            }
            None => {
                message.push('@');
                rest = after;
            }
        }
    }
    message + rest
}

/// Removes tags, so that a message shown in a page cannot carry a script, and cuts what is too long to be useful.
fn clean(value: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for letter in value.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            letter if text.len() + letter.len_utf8() > ARG_BYTES_MAX => break,
            letter => text.push(letter),
        }
    }
    text
}
