//! Configurations of players, and widgets.

use super::{change, code, code_int, or, read_doc, rest, time};
use domain::uiconf::{UiConf, UiConfPatch};
use domain::widget::{Widget, WidgetPatch};
use schema::enums::{UiConfObjType, WidgetSecurityType};
use schema::{ApiEnum, Field, Map, object as o};

pub fn ui_conf(conf: &UiConf) -> o::UiConf {
    let mut object = o::UiConf::default();
    read_doc(&mut object, &conf.doc);
    object.id = conf.id.into();
    object.name = Field::of(conf.name.clone());
    object.partner_id = conf.partner.0.into();
    object.obj_type = code(conf.kind);
    object.obj_type_as_string =
        label::<UiConfObjType>(conf.kind).map_or(Field::Null, |label| Field::Set(label.to_owned()));
    object.tags = Field::of(conf.tags.clone());
    object.creation_mode = code(conf.creation_mode);
    object.version = conf.version.to_string().into();
    object.created_at = time(conf.created_at);
    object.updated_at = time(conf.updated_at);
    object
}

/// `kept` is what the checks of `schema::update` left of `sent`.
pub fn ui_conf_patch(sent: &o::UiConf, kept: Map) -> UiConfPatch {
    UiConfPatch {
        name: change(&sent.name, |text| text),
        kind: change(&sent.obj_type, code_int),
        tags: change(&sent.tags, |text| text),
        creation_mode: change(&sent.creation_mode, code_int),
        doc: rest(kept, &["name", "objType", "tags", "creationMode"]),
    }
}

/// The name of an enum's value.
fn label<T: ApiEnum>(code: i64) -> Option<&'static str> {
    let code = code.to_string();
    T::META.values.iter().find(|(_, value)| *value == code).map(|(label, _)| *label)
}

pub fn widget(widget: &Widget) -> o::Widget {
    let mut object = o::Widget::default();
    read_doc(&mut object, &widget.doc);
    object.id = widget.id.clone().into();
    object.source_widget_id = Field::of(widget.source.clone());
    object.root_widget_id = Field::of(widget.root.clone());
    object.partner_id = widget.partner.0.into();
    object.entry_id = Field::of(widget.entry.clone());
    object.ui_conf_id = Field::of(widget.ui_conf);
    object.created_at = time(widget.created_at);
    object.updated_at = time(widget.updated_at);
    or(&mut object.security_type, WidgetSecurityType::None);
    or(&mut object.security_policy, 0);
    object
}

pub fn widget_patch(sent: &o::Widget, kept: Map) -> WidgetPatch {
    WidgetPatch {
        source: change(&sent.source_widget_id, |text| text),
        entry: change(&sent.entry_id, |text| text),
        ui_conf: change(&sent.ui_conf_id, |id| id),
        doc: rest(kept, &["sourceWidgetId", "entryId", "uiConfId"]),
    }
}
