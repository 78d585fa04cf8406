//! Between what the rules keep and what the wire shows. One file per subject; here what they share.

pub mod access;
pub mod conversion;
pub mod entry;
pub mod metadata;
pub mod moderation;
pub mod partner;
pub mod patch;
pub mod response_profile;
pub mod role;
pub mod session;
pub mod ui;
pub mod user;

use base::UnixMillis;
use domain::{Change, Filter, Page, Pager};
use schema::object::FilterPager;
use schema::{Api, ApiClass, Class, Field, Map, Poly, Reader, Ref, Time, Value, cast};
use store::Doc;

/// Fills an object from a stored document. What the class does not declare stays where it is; what does not cast is left out.
pub fn read_doc(object: &mut dyn Api, doc: &Doc) {
    let class = object.class();
    for (name, value) in doc.iter() {
        let Some((index, _)) = class.find(name) else { continue };
        let value = Value::from_json(value);
        if object.set(index, Some(&value), &Reader::STORED).is_err() {
            tracing::warn!(class = class.name, property = name, "a stored property does not fit its declaration");
        }
    }
}

/// An object of `class` out of a stored document.
pub fn stored<T: ApiClass>(class: &'static Class, doc: &Doc) -> Field<Poly<T>> {
    let tree = Value::from_json(&serde_json::Value::Object(doc.0.clone()));
    cast::object(class, &tree, class.name, &Reader::STORED)
        .ok()
        .and_then(Poly::from_box)
        .map_or(Field::Absent, Field::Set)
}

/// A filter as sent, for the rules to read.
pub fn filter<F: ApiClass>(sent: Option<&Poly<F>>) -> Filter {
    let mut filter = Filter::default();
    let Some(sent) = sent else { return filter };
    let object = sent.object();
    object.class().each(&mut |index, property| {
        let value = match object.get(index) {
            Ref::Text(text) if property.name == "orderBy" => {
                filter.order_by = Some(text.to_owned());
                return;
            }
            Ref::Bool(value) => store::Value::Int(i64::from(value)),
            Ref::Int(number) => store::Value::Int(number),
            Ref::Float(number) => store::Value::Real(number),
            Ref::Text(text) => store::Value::Text(text.to_owned()),
            _ => return,
        };
        filter.properties.push((property.name.to_owned(), value));
    });
    filter
}

pub fn pager(sent: Option<&Poly<FilterPager>>) -> Pager {
    let value = |field: &Field<i64>| field.value().copied();
    Pager::new(sent.and_then(|pager| value(&pager.page_size)), sent.and_then(|pager| value(&pager.page_index)))
}

/// The objects of a page and the total, for a list response.
pub fn page<T, O: ApiClass>(page: Page<T>, convert: impl FnMut(T) -> Poly<O>) -> (Field<Vec<Poly<O>>>, Field<i64>) {
    (Field::Set(page.objects.into_iter().map(convert).collect()), Field::Set(page.total))
}

/// Unix seconds of a moment.
pub fn time(at: UnixMillis) -> Field<Time> {
    Field::Set(Time(at.seconds()))
}

pub fn time_of(at: Option<UnixMillis>) -> Field<Time> {
    Field::of(at.map(|at| Time(at.seconds())))
}

/// An enum value by its stored number or text.
pub fn code<T: schema::ApiEnum>(code: impl ToString) -> Field<T> {
    let code = code.to_string();
    Field::Set(T::known(&code).unwrap_or_else(|| T::other(&code)))
}

pub fn code_of<T: schema::ApiEnum>(code_or_none: Option<impl ToString>) -> Field<T> {
    code_or_none.map_or(Field::Null, code)
}

/// Puts a default where a document said nothing.
pub fn or<T>(field: &mut Field<T>, default: T) {
    if field.is_absent() {
        *field = Field::Set(default);
    }
}

/// What a sent property asks for, as the rules read it.
pub fn change<T: Clone, U>(field: &Field<T>, convert: impl FnOnce(T) -> U) -> Change<U> {
    match field {
        Field::Absent => Change::Keep,
        Field::Null => Change::Clear,
        Field::Set(value) => Change::Set(convert(value.clone())),
    }
}

/// What a property that was kept asks for.
pub fn of<T>(value: &Value, read: impl FnOnce(&Value) -> T) -> Change<T> {
    if matches!(value, Value::Null) { Change::Clear } else { Change::Set(read(value)) }
}

pub fn text(value: &Value) -> Change<String> {
    of(value, |value| value.text().unwrap_or_default().into_owned())
}

pub fn int(value: &Value) -> Change<i64> {
    of(value, cast::int)
}

/// The wire value of an enum as text.
pub fn code_text<T: schema::ApiEnum>(value: T) -> String {
    value.code().to_string()
}

/// The wire value of an enum as a number; 0 if it is none.
pub fn code_int<T: schema::ApiEnum>(value: T) -> i64 {
    match value.code() {
        schema::Code::Int(number) => number,
        schema::Code::Text(text) => cast::int_of_text(text),
    }
}

/// What is kept of a sent object besides the properties that rules read: a document under wire names.
pub fn rest(kept: Map, typed: &[&str]) -> Doc {
    let mut doc = Doc::default();
    for (name, value) in kept {
        if !typed.contains(&name.as_str()) {
            doc.insert(name, value.to_json());
        }
    }
    doc
}
