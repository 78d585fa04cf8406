//! The three derives behind the API definition: `ApiObject`, `ApiEnum`, `ApiAction`.
//!
//! A derive writes tables and two `match` functions, never encoder code: what the wire looks like is decided once, in `schema::encode` and
//! `schema::decode`, by walking those tables.
//!
//! # `ApiObject`
//! On a struct with named fields of type `Field<T>`:
//! * `#[api(name = "KalturaX")]` is the wire name of the class;
//! * `#[api(extends = Parent)]` names the parent; the first field must then be `pub base: Parent`. `Deref` to it is written too;
//! * `#[api(is_abstract)]`: input may not create one;
//! * on a field: `#[api(name = "DVRStatus")]` where camel case of the field's name would be wrong, and any of the flags
//!   `readonly`, `insert_only`, `write_only`, `admin_only`, `admin_quiet`, `admin_read`, `push_publish`, `stored` (see `schema::Flags`).
//!
//! # `ApiEnum`
//! On an enum whose unit variants carry their wire value, `#[api("32")]`, and whose last variant `Other(i64)` or `Other(String)` holds a stored
//! value that this release does not know. `#[api(name = "KalturaX", int | string | extensible)]` on the enum.
//!
//! # `ApiAction`
//! On a struct named like the action, with one field per argument. `Option<T>` defaults to null, `Vec<T>` to the empty array,
//! `#[api(default = expr)]` to `expr`, anything else is mandatory. `#[api(...)]` on the struct says:
//! * `returns = T`: `()`, `bool`, `i64`, `String`, a class, `Vec` of a class, or `File`;
//! * `access = USERS + QNA`: constants of `schema::Access`;
//! * `editor = "entryId"` or `owner = "entryId"`: the argument that names the entry of the ownership rule (`schema::Owner`).

use proc_macro::TokenStream;
use proc_macro2::{Ident, TokenStream as Tokens};
use quote::{format_ident, quote};
use syn::{Attribute, Data, DeriveInput, Error, Expr, Field, Fields, LitStr, Result, Type, parse_macro_input};

#[proc_macro_derive(ApiObject, attributes(api))]
pub fn api_object(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    object(&input).unwrap_or_else(Error::into_compile_error).into()
}

#[proc_macro_derive(ApiEnum, attributes(api))]
pub fn api_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    enumeration(&input).unwrap_or_else(Error::into_compile_error).into()
}

#[proc_macro_derive(ApiAction, attributes(api))]
pub fn api_action(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    action(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// What `#[api(...)]` said.
#[derive(Default)]
struct Said {
    name: Option<String>,
    extends: Option<Type>,
    default: Option<Expr>,
    returns: Option<Type>,
    access: Option<Expr>,
    editor: Option<LitStr>,
    owner: Option<LitStr>,
    words: Vec<Ident>,
}

impl Said {
    fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut said = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("api")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    said.name = Some(meta.value()?.parse::<LitStr>()?.value());
                } else if meta.path.is_ident("extends") {
                    said.extends = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("default") {
                    said.default = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("returns") {
                    said.returns = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("access") {
                    said.access = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("editor") {
                    said.editor = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("owner") {
                    said.owner = Some(meta.value()?.parse()?);
                } else {
                    said.words.push(meta.path.require_ident()?.clone());
                }
                Ok(())
            })?;
        }
        Ok(said)
    }

    fn has(&self, word: &str) -> bool {
        self.words.iter().any(|found| found == word)
    }

    fn only(&self, allowed: &[&str]) -> Result<()> {
        match self.words.iter().find(|word| !allowed.iter().any(|allowed| word == allowed)) {
            Some(word) => Err(Error::new(word.span(), format!("unknown word `{word}`, expected one of {allowed:?}"))),
            None => Ok(()),
        }
    }
}

const FLAGS: [&str; 8] =
    ["readonly", "insert_only", "write_only", "admin_only", "admin_quiet", "admin_read", "push_publish", "stored"];

fn object(input: &DeriveInput) -> Result<Tokens> {
    let said = Said::read(&input.attrs)?;
    said.only(&["is_abstract"])?;
    let this = &input.ident;
    let Some(name) = &said.name else { return Err(Error::new(this.span(), "say `#[api(name = \"Kaltura…\")]`")) };
    let mut fields: Vec<&Field> = named_fields(input)?;
    if said.extends.is_some() {
        if fields.first().and_then(|field| field.ident.as_ref()).is_none_or(|ident| ident != "base") {
            return Err(Error::new(
                this.span(),
                "the first field of a class that extends another is `pub base: Parent`",
            ));
        }
        fields.remove(0);
    }

    let mut properties = Vec::new();
    let mut gets = Vec::new();
    let mut sets = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let said = Said::read(&field.attrs)?;
        said.only(&FLAGS)?;
        let ident = field.ident.as_ref().expect("fields are named");
        let name = said.name.clone().unwrap_or_else(|| camel(ident));
        let (json, open, close) = (format!("\"{name}\":"), format!("<{name}>"), format!("</{name}>"));
        let php = format!("s:{}:\"{name}\";", name.len());
        let docs = docs(&field.attrs);
        let flags = said.words.iter().map(|word| format_ident!("{}", word.to_string().to_uppercase()));
        let ty = inner(&field.ty).ok_or_else(|| Error::new(ident.span(), "a property has the type `Field<T>`"))?;
        properties.push(quote! {
            ::schema::Property {
                name: #name, json: #json, xml_open: #open, xml_close: #close, php: #php, docs: #docs,
                flags: ::schema::Flags::NONE #(.and(::schema::Flags::#flags))*,
                ty: || <#ty as ::schema::ApiType>::TYPE,
            }
        });
        gets.push(quote!(#index => self.#ident.as_ref()));
        sets.push(quote!(#index => self.#ident.assign(value, #name, reader)));
    }

    let docs = docs(&input.attrs);
    let is_abstract = said.has("is_abstract");
    let (parent, offset, above_get, above_set, above_view, above_view_mut, deref) = match &said.extends {
        Some(parent) => (
            quote!(::core::option::Option::Some(<#parent as ::schema::ApiClass>::CLASS)),
            quote!(<#parent as ::schema::ApiClass>::COUNT),
            quote!(if index < OFFSET {
                return self.base.get(index);
            }),
            quote!(if index < OFFSET {
                return self.base.set(index, value, reader);
            }),
            quote!(::schema::Api::view(&self.base, id)),
            quote!(::schema::Api::view_mut(&mut self.base, id)),
            quote! {
                impl ::core::ops::Deref for #this { type Target = #parent; fn deref(&self) -> &#parent { &self.base } }
                impl ::core::ops::DerefMut for #this { fn deref_mut(&mut self) -> &mut #parent { &mut self.base } }
            },
        ),
        None => (
            quote!(::core::option::Option::None),
            quote!(0),
            quote!(),
            quote!(),
            quote!(::core::option::Option::None),
            quote!(::core::option::Option::None),
            quote!(),
        ),
    };
    let count = fields.len();
    Ok(quote! {
        const _: () = {
            const OFFSET: usize = #offset;
            static PROPERTIES: [::schema::Property; #count] = [#(#properties),*];
            static CLASS: ::schema::Class = ::schema::Class {
                name: #name, docs: #docs, parent: #parent, is_abstract: #is_abstract, offset: OFFSET, properties: &PROPERTIES,
                new: || ::std::boxed::Box::new(<#this as ::core::default::Default>::default()),
            };
            impl ::schema::ApiClass for #this {
                const CLASS: &'static ::schema::Class = &CLASS;
                const COUNT: usize = OFFSET + #count;
            }
            impl ::schema::Api for #this {
                fn class(&self) -> &'static ::schema::Class { &CLASS }
                fn get(&self, index: usize) -> ::schema::Ref<'_> {
                    #above_get
                    match index - OFFSET { #(#gets,)* _ => ::schema::Ref::Absent }
                }
                fn set(&mut self, index: usize, value: ::core::option::Option<&::schema::Value>, reader: &::schema::Reader) -> ::base::error::Result<()> {
                    #above_set
                    match index - OFFSET { #(#sets,)* _ => ::core::result::Result::Ok(()) }
                }
                fn view(&self, id: ::core::any::TypeId) -> ::core::option::Option<&dyn ::core::any::Any> {
                    if id == ::core::any::TypeId::of::<Self>() { ::core::option::Option::Some(self) } else { #above_view }
                }
                fn view_mut(&mut self, id: ::core::any::TypeId) -> ::core::option::Option<&mut dyn ::core::any::Any> {
                    if id == ::core::any::TypeId::of::<Self>() { ::core::option::Option::Some(self) } else { #above_view_mut }
                }
                fn boxed(&self) -> ::std::boxed::Box<dyn ::schema::Api> { ::std::boxed::Box::new(::core::clone::Clone::clone(self)) }
            }
            #deref
        };
    })
}

fn enumeration(input: &DeriveInput) -> Result<Tokens> {
    let said = Said::read(&input.attrs)?;
    said.only(&["int", "string", "extensible"])?;
    let this = &input.ident;
    let Some(name) = &said.name else { return Err(Error::new(this.span(), "say `#[api(name = \"Kaltura…\")]`")) };
    let is_int = said.has("int");
    let kind = match (is_int, said.has("string"), said.has("extensible")) {
        (true, false, false) => quote!(Int),
        (false, true, false) => quote!(Text),
        (false, false, true) => quote!(Extensible),
        _ => return Err(Error::new(this.span(), "say exactly one of `int`, `string`, `extensible`")),
    };
    let Data::Enum(data) = &input.data else { return Err(Error::new(this.span(), "ApiEnum is for enums")) };
    let mut values = Vec::new();
    let mut to_code = Vec::new();
    let mut from_code = Vec::new();
    let mut other = None;
    for variant in &data.variants {
        let ident = &variant.ident;
        if !matches!(variant.fields, Fields::Unit) {
            other = Some(ident.clone());
            continue;
        }
        let code = variant
            .attrs
            .iter()
            .find(|attribute| attribute.path().is_ident("api"))
            .ok_or_else(|| Error::new(ident.span(), "say the wire value: `#[api(\"…\")]`"))?
            .parse_args::<LitStr>()?;
        let label = upper(&ident.to_string());
        values.push(quote!((#label, #code)));
        if is_int {
            let number: i64 = code.value().parse().map_err(|_| Error::new(code.span(), "not an integer"))?;
            to_code.push(quote!(Self::#ident => ::schema::Code::Int(#number)));
        } else {
            to_code.push(quote!(Self::#ident => ::schema::Code::Text(#code)));
        }
        from_code.push(quote!(#code => Self::#ident));
    }
    let other = other
        .ok_or_else(|| Error::new(this.span(), "an `Other(…)` variant keeps values this release does not know"))?;
    let (other_code, other_new) = if is_int {
        (
            quote!(Self::#other(code) => ::schema::Code::Int(*code)),
            quote!(Self::#other(::schema::cast::int_of_text(code))),
        )
    } else {
        (quote!(Self::#other(code) => ::schema::Code::Text(code)), quote!(Self::#other(code.to_owned())))
    };
    let docs = docs(&input.attrs);
    Ok(quote! {
        const _: () = {
            static META: ::schema::EnumMeta =
                ::schema::EnumMeta { name: #name, docs: #docs, kind: ::schema::EnumKind::#kind, values: &[#(#values),*] };
            impl ::schema::ApiEnum for #this {
                const META: &'static ::schema::EnumMeta = &META;
                fn code(&self) -> ::schema::Code<'_> { match self { #(#to_code,)* #other_code } }
                fn known(code: &str) -> ::core::option::Option<Self> {
                    ::core::option::Option::Some(match code { #(#from_code,)* _ => return ::core::option::Option::None })
                }
                fn other(code: &str) -> Self { #other_new }
            }
            impl ::schema::ApiType for #this {
                const TYPE: ::schema::Type = ::schema::Type::Enum(&META);
                fn read(value: &::schema::Value, at: &str, reader: &::schema::Reader) -> ::base::error::Result<::core::option::Option<Self>> {
                    ::schema::cast::enumeration(value, at, reader)
                }
                fn as_ref(&self) -> ::schema::Ref<'_> { ::schema::cast::code(<Self as ::schema::ApiEnum>::META, ::schema::ApiEnum::code(self)) }
            }
        };
    })
}

fn action(input: &DeriveInput) -> Result<Tokens> {
    let said = Said::read(&input.attrs)?;
    said.only(&[])?;
    let this = &input.ident;
    let mut letters = this.to_string();
    letters[..1].make_ascii_lowercase();
    let name = said.name.clone().unwrap_or(letters);
    let summary = docs(&input.attrs);
    let missing = |what: &str| Error::new(this.span(), format!("say `#[api({what} = …)]`"));
    let returns = returns(said.returns.as_ref().ok_or_else(|| missing("returns"))?);
    let access = access(said.access.as_ref().ok_or_else(|| missing("access"))?)?;
    let owner = match (&said.editor, &said.owner) {
        (None, None) => quote!(Anyone),
        (Some(argument), None) => quote!(Editor(#argument)),
        (None, Some(argument)) => quote!(OwnerOnly(#argument)),
        _ => return Err(Error::new(this.span(), "either `editor` or `owner`")),
    };
    let fields = match &input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Unit) => Vec::new(),
        _ => named_fields(input)?,
    };
    let mut rows = Vec::new();
    let mut reads = Vec::new();
    for field in fields {
        let said = Said::read(&field.attrs)?;
        said.only(&[])?;
        let ident = field.ident.as_ref().expect("fields are named");
        let name = said.name.clone().unwrap_or_else(|| camel(ident));
        let docs = docs(&field.attrs);
        let ty = &field.ty;
        let (ty, default, read) = if let Some(default) = &said.default {
            let text = quote!(#default).to_string();
            (
                quote!(#ty),
                quote!(::core::option::Option::Some(#text)),
                quote!(reader.argument(params, #name)?.unwrap_or_else(|| #default)),
            )
        } else if let Some(inner) = inner_of(ty, "Option") {
            (quote!(#inner), quote!(::core::option::Option::Some("null")), quote!(reader.argument(params, #name)?))
        } else if inner_of(ty, "Vec").is_some() {
            (
                quote!(#ty),
                quote!(::core::option::Option::Some("[]")),
                quote!(reader.argument(params, #name)?.unwrap_or_default()),
            )
        } else {
            (quote!(#ty), quote!(::core::option::Option::None), quote!(reader.mandatory(params, #name)?))
        };
        rows.push(quote!(::schema::Argument { name: #name, docs: #docs, ty: <#ty as ::schema::ApiType>::TYPE, default: #default }));
        reads.push(quote!(#ident: #read));
    }
    Ok(quote! {
        impl ::schema::ApiAction for #this {
            const ACTION: &'static ::schema::Action = {
                static ACTION: ::schema::Action = ::schema::Action {
                    name: #name, docs: #summary, arguments: &[#(#rows),*], returns: ::schema::Returns::#returns, access: #access,
                    owner: ::schema::Owner::#owner,
                };
                &ACTION
            };
            #[allow(unused_variables)]
            fn read(params: &::schema::Map, reader: &::schema::Reader) -> ::base::error::Result<Self> {
                ::core::result::Result::Ok(Self { #(#reads),* })
            }
        }
    })
}

fn returns(ty: &Type) -> Tokens {
    if let Some(class) = inner_of(ty, "Vec") {
        return quote!(Array(<#class as ::schema::ApiClass>::CLASS));
    }
    match ty {
        Type::Tuple(tuple) if tuple.elems.is_empty() => quote!(Nothing),
        Type::Path(path) if path.path.is_ident("bool") => quote!(Bool),
        Type::Path(path) if path.path.is_ident("i64") => quote!(Int),
        Type::Path(path) if path.path.is_ident("String") => quote!(Text),
        Type::Path(path) if path.path.is_ident("File") => quote!(File),
        class => quote!(Object(<#class as ::schema::ApiClass>::CLASS)),
    }
}

/// `USERS + QNA` as constants of `Access`.
fn access(sum: &Expr) -> Result<Tokens> {
    match sum {
        Expr::Path(path) => Ok(quote!(::schema::Access::#path)),
        Expr::Binary(binary) if matches!(binary.op, syn::BinOp::Add(_)) => {
            let (left, right) = (access(&binary.left)?, access(&binary.right)?);
            Ok(quote!(#left.and(#right)))
        }
        other => Err(Error::new_spanned(other, "a sum of columns such as `USERS + QNA`")),
    }
}

fn named_fields(input: &DeriveInput) -> Result<Vec<&Field>> {
    match &input.data {
        Data::Struct(data) if matches!(data.fields, Fields::Named(_)) => Ok(data.fields.iter().collect()),
        _ => Err(Error::new(input.ident.span(), "needs a struct with named fields")),
    }
}

/// `T` of `Field<T>`.
fn inner(ty: &Type) -> Option<&Type> {
    inner_of(ty, "Field")
}

fn inner_of<'a>(ty: &'a Type, outer: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == outer)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first()? {
        syn::GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// `current_broadcast_start_time` → `currentBroadcastStartTime`.
fn camel(ident: &Ident) -> String {
    let snake = ident.to_string();
    let mut words = snake.trim_start_matches("r#").split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// `LiveStream` → `LIVE_STREAM`.
fn upper(camel: &str) -> String {
    let mut label = String::new();
    for (index, letter) in camel.char_indices() {
        if index > 0 && letter.is_ascii_uppercase() {
            label.push('_');
        }
        label.push(letter.to_ascii_uppercase());
    }
    label
}

fn docs(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| {
        let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
        let Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &pair.value else { return None };
        Some(text.value().trim().to_owned())
    });
    lines.collect::<Vec<_>>().join("\n")
}
