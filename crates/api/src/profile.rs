//! The response profile of a call: read with the arguments, looked up once the caller is known, applied to the answer
//! (contract: wire, response profiles).
//!
//! Related lists are list actions like any other: the filter's class names the action, and the caller must be allowed to call it.

use crate::answer::Answer;
use crate::call::Call;
use crate::{convert, dispatch};
use base::error::{Error, Kind, Result};
use schema::object::{self as o, DetachedResponseProfile};
use schema::profile::{self, Mask, Related, Shape};
use schema::service::{base_entry, live_stream, media, metadata};
use schema::{Action, Api, ApiAction, ApiClass, Class, Map, Poly, Reader, Ref, Service, Value, cast};
use std::pin::Pin;

/// Related lists of one answer. One more refuses the call: INVALID_PARAMETER_VALUE.
const RELATED_LISTS_MAX: usize = 1_000;
/// Objects in all related lists of one answer. One more refuses the call: INVALID_PARAMETER_VALUE.
const RELATED_OBJECTS_MAX: usize = 10_000;

/// Which list action answers a filter in a response profile: the first line whose class the filter is or extends.
static LISTS: &[(&Class, &Service, &Action)] = &[
    (o::LiveStreamEntryFilter::CLASS, &live_stream::SERVICE, live_stream::List::ACTION),
    (o::MediaEntryFilter::CLASS, &media::SERVICE, media::List::ACTION),
    (o::BaseEntryFilter::CLASS, &base_entry::SERVICE, base_entry::List::ACTION),
    (o::MetadataFilter::CLASS, &metadata::SERVICE, metadata::List::ACTION),
];

/// A profile as sent: written out, or the name of a stored one.
#[derive(Debug)]
pub struct Sent {
    id: Option<i64>,
    system_name: Option<String>,
    /// What was written out; counts when no stored profile is found.
    detached: Poly<DetachedResponseProfile>,
}

impl Sent {
    /// `None` if the call has none.
    pub fn read(params: &Map, reader: &Reader) -> Result<Option<Self>> {
        let Some(value) = params.get("responseProfile") else { return Ok(None) };
        let Some(map) = value.as_map() else { return Ok(None) };
        let read = cast::object(DetachedResponseProfile::CLASS, value, "responseProfile", reader)?;
        let Some(detached) = Poly::<DetachedResponseProfile>::from_box(read) else { return Ok(None) };
        profile::check(&detached)?;
        let id = map.get("id").map(cast::int).filter(|id| *id != 0);
        let system_name = map.text("systemName").filter(|name| !name.is_empty()).map(|name| name.into_owned());
        Ok(Some(Self { id, system_name, detached }))
    }

    /// The stored profile that is named, else the one written out.
    pub async fn resolve(self, call: &Call) -> Result<Poly<DetachedResponseProfile>> {
        if self.id.is_none() && self.system_name.is_none() {
            return Ok(self.detached);
        }
        let (id, name) = (self.id, self.system_name.as_deref());
        let named =
            async |tx: &mut store::ReadTx| domain::response_profile::named(tx, call.actor.partner, id, name).await;
        let stored = call.db().read(named).await?;
        Ok(stored.map_or(self.detached, |stored| Poly::of(convert::response_profile::response_profile(&stored))))
    }
}

/// What `profile` makes of an answer, with the lists it relates.
pub async fn shape(call: &Call, answer: &Answer, profile: &DetachedResponseProfile) -> Result<Shape> {
    of(call, mains(answer.as_ref()), profile, &mut Spent::default()).await
}

/// What the related lists of one answer have come to.
#[derive(Debug, Default)]
struct Spent {
    lists: usize,
    objects: usize,
}

impl Spent {
    fn count(&mut self, objects: usize) -> Result<()> {
        self.lists += 1;
        self.objects += objects;
        if self.lists <= RELATED_LISTS_MAX && self.objects <= RELATED_OBJECTS_MAX {
            return Ok(());
        }
        let name = format!(
            "responseProfile: more than {RELATED_LISTS_MAX} related lists or {RELATED_OBJECTS_MAX} objects in them"
        );
        Err(Error::coded(Kind::Exhausted, "INVALID_PARAMETER_VALUE").arg("PARAM_NAME", name))
    }
}

/// The objects a profile speaks about: those of a list or an array, or the one there is.
fn mains(answer: Ref<'_>) -> Vec<&dyn Api> {
    let items = match answer {
        Ref::Object(object) => match object.named("objects") {
            Ref::List(items) => items,
            _ => return vec![object],
        },
        Ref::List(items) => items,
        _ => return Vec::new(),
    };
    let objects = (0..items.len()).map(|index| items.at(index));
    objects.filter_map(|item| if let Ref::Object(object) = item { Some(object) } else { None }).collect()
}

type Shaping<'a> = Pin<Box<dyn Future<Output = Result<Shape>> + Send + 'a>>;

/// Boxed because profiles nest; `profile::check` bounds how deep.
fn of<'a>(
    call: &'a Call,
    mains: Vec<&'a dyn Api>,
    profile: &'a DetachedResponseProfile,
    spent: &'a mut Spent,
) -> Shaping<'a> {
    Box::pin(async move {
        let mut shape = Shape { mask: Mask::of(profile), related: Vec::new() };
        let Some(profiles) = profile.related_profiles.value().filter(|profiles| !profiles.is_empty()) else {
            return Ok(shape);
        };
        for object in mains {
            let mut related = Vec::new();
            for profile in profiles {
                let Some(filter) = filter(call, profile, object)? else { continue };
                let list = list(call, &*filter, profile).await?;
                let objects = self::mains(Ref::Object(&*list));
                spent.count(objects.len())?;
                let shape = of(call, objects, profile, spent).await?;
                let name = profile.name.value().cloned().unwrap_or_default();
                related.push(Related { name, list, shape });
            }
            shape.related.push(related);
        }
        Ok(shape)
    })
}

/// The filter of a related profile for one object: what the mappings name is taken over from the object. `None` where there is nothing to look
/// for: the profile has no filter, or a mapping finds null and does not allow it.
fn filter(call: &Call, profile: &DetachedResponseProfile, parent: &dyn Api) -> Result<Option<Box<dyn Api>>> {
    let Some(filter) = profile.filter.value() else { return Ok(None) };
    let mut filter = filter.object().boxed();
    for mapping in profile.mappings.value().map_or(&[][..], Vec::as_slice) {
        let (Some(from), Some(to)) = (mapping.parent_property.value(), mapping.filter_property.value()) else {
            continue;
        };
        let found = parent.class().find(from).filter(|(_, property)| call.view().may_show(property));
        let value = found.map_or(Value::Null, |(index, _)| Value::from_ref(parent.get(index)));
        if matches!(value, Value::Null) {
            if mapping.allow_null.value() == Some(&true) {
                continue;
            }
            return Ok(None);
        }
        if let Some((index, _)) = filter.class().find(to) {
            filter.set(index, Some(&value), &Reader::STORED)?;
        }
    }
    Ok(Some(filter))
}

/// Runs the list action of the filter's class, as the caller could.
async fn list(call: &Call, filter: &dyn Api, profile: &DetachedResponseProfile) -> Result<Box<dyn Api>> {
    let found = LISTS.iter().find(|(class, ..)| filter.class().is_or_extends(class));
    let unknown = || Error::coded(Kind::Invalid, "INVALID_OBJECT_TYPE").arg("INVALID_OBJ_TYPE", filter.class().name);
    let (class, service, action) = found.ok_or_else(unknown)?;
    if class.is_or_extends(o::BaseEntryFilter::CLASS) {
        may_relate_entries(call, filter)?;
    }
    call.require(service, action)?;
    let route = dispatch::route(action).ok_or_else(|| Error::bug(format!("{}.list has no handler", service.name)))?;
    let mut params = Map::new();
    params.insert("filter", Value::Map(Map::from_object(filter)));
    if let Some(pager) = profile.pager.value() {
        params.insert("pager", Value::Map(Map::from_object(pager.object())));
    }
    let args = (route.decode)(&params, &Reader::STORED)?;
    match (route.run)(call, args).await? {
        Answer::Object(list) => Ok(list),
        other => Err(Error::bug(format!("{}.list answers {other:?}", service.name))),
    }
}

/// USER_KS_CANNOT_LIST_RELATED_ENTRIES unless the filter names entries or the session may list all; with entitlement enforced, nobody may.
fn may_relate_entries(call: &Call, filter: &dyn Api) -> Result<()> {
    const NAMING: [&str; 6] =
        ["idEqual", "idIn", "referenceIdEqual", "referenceIdIn", "redirectFromEntryId", "parentEntryIdEqual"];
    let is_named = NAMING.iter().any(|name| matches!(filter.named(name), Ref::Text(text) if !text.is_empty()));
    if !call.actor.is_admin() && !is_named && !call.actor.has_privilege("list", "*") {
        return Err(Error::coded(Kind::Denied, "USER_KS_CANNOT_LIST_RELATED_ENTRIES"));
    }
    if call.actor.privileges.has("enableentitlement") {
        return Err(Error::coded(Kind::Denied, "CANNOT_LIST_RELATED_ENTITLED_WHEN_ENTITLEMENT_IS_ENABLE"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::service;

    #[test]
    fn every_line_is_a_list_of_its_service_and_reachable() {
        for (index, (class, service, action)) in LISTS.iter().enumerate() {
            assert!(service::SERVICES.iter().any(|known| std::ptr::eq(*known, *service)), "{}", service.name);
            assert!(service.actions.iter().any(|known| std::ptr::eq(*known, *action)), "{}", service.name);
            assert!(dispatch::route(action).is_some(), "{}.{}", service.name, action.name);
            assert!(class.is_or_extends(o::RelatedFilter::CLASS), "{class:?} may stand in a profile");
            let hidden = LISTS[..index].iter().any(|(earlier, ..)| class.is_or_extends(earlier));
            assert!(!hidden, "{class:?} is taken by an earlier line");
        }
    }
}
