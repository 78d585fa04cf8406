//! Which function answers which action. The tables of `schema` say what exists; a test holds the two lists against each other.

use crate::answer::Answer;
use crate::call::Call;
use crate::service as handler;
use base::error::Result;
use schema::service as table;
use schema::{Action, ApiAction, Map, Reader};
use std::any::Any;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::LazyLock;

type Arguments = Box<dyn Any + Send>;
type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer>> + Send + 'a>>;

/// One action with its handler, in the two halves between which the session is checked.
pub struct Route {
    action: &'static Action,
    pub decode: fn(&Map, &Reader) -> Result<Arguments>,
    pub run: for<'a> fn(&'a Call, Arguments) -> Answering<'a>,
}

/// The route of an action of the tables.
pub fn route(action: &'static Action) -> Option<&'static Route> {
    static BY_ACTION: LazyLock<HashMap<usize, &'static Route>> =
        LazyLock::new(|| ROUTES.iter().map(|route| (address(route.action), route)).collect());
    BY_ACTION.get(&address(action)).copied()
}

/// Actions are statics: the address is the identity.
fn address(action: &'static Action) -> usize {
    std::ptr::from_ref(action).addr()
}

macro_rules! routes {
    ($($service:ident { $($args:ident $handler:ident),* $(,)? })*) => {
        &[$($(Route {
            action: table::$service::$args::ACTION,
            decode: |params, reader| Ok(Box::new(<table::$service::$args as ApiAction>::read(params, reader)?)),
            run: |call, args| Box::pin(async move {
                let args = args.downcast::<table::$service::$args>().expect("made by the decode of the same route");
                handler::$service::$handler(call, *args).await
            }),
        }),*),*]
    };
}

static ROUTES: &[Route] = routes! {
    session {
        Start start, End end, Get get, Impersonate impersonate, ImpersonateByKs impersonate_by_ks,
        StartWidgetSession start_widget_session,
    }
    app_token {
        Add add, Get get, Update update, Delete delete, List list, StartSession start_session,
    }
    user {
        Add add, Get get, GetByLoginId get_by_login_id, Update update, Delete delete, List list,
        LoginByLoginId login_by_login_id, Login login, EnableLogin enable_login, DisableLogin disable_login,
        UpdateLoginData update_login_data,
    }
    user_role { Add add, Get get, Update update, Delete delete, List list, Clone clone }
    permission { Get get, List list, GetCurrentPermissions get_current_permissions }
    partner {
        Get get, GetInfo get_info, GetSecrets get_secrets, Update update,
        ListPartnersForUser list_partners_for_user,
    }
    live_stream {
        Add add, Get get, Update update, Delete delete, List list, IsLive is_live,
        GetDetails get_details, GetLiveStreamStats get_live_stream_stats, RegenerateStreamToken regenerate_stream_token,
        UpdateOfflineThumbnailJpeg update_offline_thumbnail_jpeg,
        AddLiveStreamPushPublishConfiguration add_push_publish_configuration,
        RemoveLiveStreamPushPublishConfiguration remove_push_publish_configuration,
        Authenticate authenticate, ValidateRegisteredMediaServers validate_registered_media_servers, Archive archive,
    }
    base_entry {
        Add add, Get get, GetByIds get_by_ids, List list, ListByReferenceId list_by_reference_id, Count count,
        Update update, Delete delete, Clone clone, Recycle recycle, RestoreRecycled restore_recycled, Flag flag,
        Approve approve, Reject reject, ListFlags list_flags, AnonymousRank anonymous_rank,
        GetPlaybackContext get_playback_context, GetContextData get_context_data,
    }
    media {
        Add add, Get get, List list, Count count, Update update, Delete delete, Flag flag, Approve approve,
        Reject reject, ListFlags list_flags, AnonymousRank anonymous_rank,
    }
    entry_server_node {
        Get get, List list, ValidateRegisteredEntryServerNode validate_registered_entry_server_node,
    }
    flavor_asset {
        List list, GetByEntryId get_by_entry_id, GetWebPlayableByEntryId get_web_playable_by_entry_id,
    }
    access_control_profile { Add add, Get get, Update update, Delete delete, List list }
    conversion_profile {
        Add add, Get get, Update update, Delete delete, List list, SetAsDefault set_as_default, GetDefault get_default,
    }
    conversion_profile_asset_params { List list, Update update }
    flavor_params { Get get, List list, GetByConversionProfileId get_by_conversion_profile_id }
    metadata {
        Add add, AddFromFile add_from_file, Update update, UpdateFromFile update_from_file, Get get, Serve serve,
        Delete delete, List list,
    }
    metadata_profile {
        Add add, AddFromFile add_from_file, Update update, UpdateDefinitionFromFile update_definition_from_file,
        UpdateViewsFromFile update_views_from_file, Revert revert, Get get, Serve serve, ServeView serve_view,
        Delete delete, List list, ListFields list_fields,
    }
    response_profile {
        Add add, Get get, Update update, UpdateStatus update_status, Delete delete, List list, Clone clone,
    }
    ui_conf {
        Add add, Get get, Update update, Delete delete, Clone clone, List list, ListTemplates list_templates,
        GetAvailableTypes get_available_types,
    }
    widget { Add add, Get get, Update update, List list }
    system { Ping ping, PingDatabase ping_database, GetTime get_time, GetVersion get_version }
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_of_the_tables_has_a_handler() {
        for service in schema::service::SERVICES {
            for action in service.actions {
                assert!(route(action).is_some(), "{}.{}", service.name, action.name);
            }
        }
        let actions: usize = schema::service::SERVICES.iter().map(|service| service.actions.len()).sum();
        assert_eq!(actions, ROUTES.len());
    }
}
