//! Which function answers which action. The tables of `schema` say what exists; a test holds the two lists against each other.

use crate::answer::Answer;
use crate::call::Call;
use crate::service as handler;
use base::error::Result;
use schema::service as table;
use schema::{Action, ApiArgs, Map, Reader};
use std::any::Any;
use std::future::Future;
use std::pin::Pin;

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
    ROUTES.iter().find(|route| std::ptr::eq(route.action, action))
}

macro_rules! routes {
    ($($service:ident { $($action:ident $args:ident $handler:ident),* $(,)? })*) => {
        &[$($(Route {
            action: &table::$service::$action,
            decode: |params, reader| Ok(Box::new(<table::$service::$args as ApiArgs>::read(params, reader)?)),
            run: |call, args| Box::pin(async move {
                let args = args.downcast::<table::$service::$args>().expect("made by the decode of the same route");
                handler::$service::$handler(call, *args).await
            }),
        }),*),*]
    };
}

static ROUTES: &[Route] = routes! {
    session {
        START Start start, END End end, GET Get get, IMPERSONATE Impersonate impersonate,
        START_WIDGET_SESSION StartWidgetSession start_widget_session,
    }
    app_token {
        ADD Add add, GET Get get, UPDATE Update update, DELETE Delete delete, LIST List list, START_SESSION StartSession start_session,
    }
    user { GET Get get }
    live_stream {
        ADD Add add, GET Get get, UPDATE Update update, DELETE Delete delete, LIST List list, IS_LIVE IsLive is_live,
        GET_DETAILS GetDetails get_details, REGENERATE_STREAM_TOKEN RegenerateStreamToken regenerate_stream_token,
    }
    base_entry {
        GET Get get, GET_BY_IDS GetByIds get_by_ids, LIST List list, COUNT Count count, UPDATE Update update, DELETE Delete delete,
        GET_PLAYBACK_CONTEXT GetPlaybackContext get_playback_context,
    }
    media { GET Get get, LIST List list, COUNT Count count }
    conversion_profile { GET Get get, LIST List list }
    metadata { ADD Add add, UPDATE Update update, GET Get get, DELETE Delete delete, LIST List list }
    metadata_profile { ADD Add add, UPDATE Update update, GET Get get, DELETE Delete delete, LIST List list }
    ui_conf { GET Get get, LIST List list, LIST_TEMPLATES ListTemplates list_templates }
    system { PING Ping ping, PING_DATABASE PingDatabase ping_database, GET_TIME GetTime get_time, GET_VERSION GetVersion get_version }
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
