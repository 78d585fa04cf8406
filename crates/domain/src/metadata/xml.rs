//! XML that may be hostile: limits, well-formedness, schemas and their verdicts.
//!
//! Everything here is plain CPU work for the blocking pool. There is no resolver anywhere: a document type declaration, and a schema that
//! includes, imports or redefines, is refused before anything is loaded.

use super::cost;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::sync::{Arc, Mutex, PoisonError};
use xsd_schema::validation::{CollectingValidationSink, SchemaValidator, ValidationFlags, drive_quick_xml};
use xsd_schema::xml::ParseLimits;
use xsd_schema::{SchemaSet, load_and_process_schema};

/// Largest document or schema, in bytes; a larger one is refused unread.
pub const DOCUMENT_BYTES_MAX: usize = 1024 * 1024;
/// Deepest nesting of elements; what lies deeper is refused.
pub const DEPTH_MAX: usize = 64;
/// Most elements, attributes, texts and comments of a document.
pub const NODES_MAX: usize = 100_000;
/// Most attributes of one element.
pub const ATTRIBUTES_MAX: usize = 64;
/// Longest element or attribute name, in bytes.
const NAME_BYTES_MAX: usize = 1024;
/// Verdicts printed for one document; the rest is cut off.
const ERRORS_MAX: usize = 20;
/// Largest `maxOccurs` and `minOccurs` of a schema: counted occurrences multiply the compiled automaton. `unbounded` is free.
const OCCURS_MAX: u64 = 1000;

const XSD_NAMESPACE: &str = "http://www.w3.org/2001/XMLSchema";

/// A schema ready to judge documents, one at a time. Cheap to clone.
#[derive(Clone)]
pub struct Schema(Arc<Mutex<Judge>>);

/// The compiled form keeps every name it ever saw, so it is made anew once it has read [`JUDGED_BYTES_MAX`].
struct Judge {
    xsd: String,
    set: SchemaSet,
    judged_bytes: usize,
}

/// Bytes of documents one compiled schema reads before it is compiled again, so that hostile names do not pile up in memory.
const JUDGED_BYTES_MAX: usize = 16 * 1024 * 1024;

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Schema")
    }
}

impl Schema {
    /// Compiles an XSD 1.0 schema without includes. The error is text for `INVALID_METADATA_PROFILE_SCHEMA`.
    pub fn compile(xsd: &str) -> Result<Self, String> {
        check_form(xsd)?;
        check_components(xsd)?;
        cost::check(xsd)?;
        let judge = Judge { xsd: xsd.to_owned(), set: load(xsd)?, judged_bytes: 0 };
        Ok(Self(Arc::new(Mutex::new(judge))))
    }

    /// Judges a document. The error is text for `INVALID_METADATA_DATA`, one line per finding.
    pub fn validate(&self, xml: &str) -> Result<(), String> {
        check_form(xml)?;
        let mut judge = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        judge.judged_bytes = judge.judged_bytes.saturating_add(xml.len());
        if judge.judged_bytes > JUDGED_BYTES_MAX {
            judge.set = load(&judge.xsd)?;
            judge.judged_bytes = xml.len();
        }
        let flags = ValidationFlags::default() & !ValidationFlags::BUILD_PSVI_TYPED_VALUES;
        let validator = SchemaValidator::new(&judge.set, flags);
        let (mut errors, mut warnings) = (Vec::new(), Vec::new());
        let outcome = {
            let sink = CollectingValidationSink { errors: &mut errors, warnings: &mut warnings };
            let mut runtime = validator.start_run(sink);
            let limits = ParseLimits::none().with_max_depth(DEPTH_MAX).with_max_name_bytes(NAME_BYTES_MAX);
            runtime.set_parse_limits(limits.with_max_nodes(NODES_MAX));
            drive_quick_xml(xml.as_bytes(), &mut runtime, &judge.set)
        };
        if errors.is_empty() {
            return outcome.map(|_| ()).map_err(|error| error.to_string());
        }
        let lines: Vec<String> = errors.iter().take(ERRORS_MAX).map(finding).collect();
        Err(lines.join("\n"))
    }
}

/// Directives were refused before, so nothing is fetched.
fn load(xsd: &str) -> Result<SchemaSet, String> {
    let mut set = SchemaSet::new();
    load_and_process_schema(xsd.as_bytes(), "schema.xsd", &mut set, None).map_err(|error| error.to_string())?;
    Ok(set)
}

/// `Element 'Foo': …`, the way libxml words it.
fn finding(error: &xsd_schema::validation::ValidationError) -> String {
    let path = error.instance_path().map(|path| path.to_string()).unwrap_or_default();
    let last = path.rsplit('/').next().unwrap_or_default();
    let local = last.rsplit('}').next().unwrap_or_default().split('[').next().unwrap_or_default();
    let place = match (local.is_empty(), last.starts_with('@')) {
        (true, _) => String::new(),
        (false, true) => format!("Attribute '{local}': "),
        (false, false) => format!("Element '{local}': "),
    };
    let line = error.location.as_ref().map(|location| format!(" at {location}")).unwrap_or_default();
    format!("{place}{}{line}", error.message)
}

/// Size, depth, number of nodes, well-formed tags, no document type, no entities but the five of XML.
pub fn check_form(xml: &str) -> Result<(), String> {
    if xml.len() > DOCUMENT_BYTES_MAX {
        return Err(format!("document of {} bytes exceeds limit of {DOCUMENT_BYTES_MAX}", xml.len()));
    }
    let mut reader = Reader::from_str(xml);
    let (mut depth, mut nodes, mut roots) = (0_usize, 0_usize, 0_usize);
    loop {
        let event = reader.read_event().map_err(|error| format!("{error} at byte {}", reader.error_position()))?;
        nodes += 1;
        match event {
            Event::Start(tag) => {
                roots += usize::from(depth == 0);
                depth += 1;
                nodes += attributes(&tag)?;
            }
            Event::Empty(tag) => {
                roots += usize::from(depth == 0);
                nodes += attributes(&tag)?;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::DocType(_) => return Err("Document type declarations are not allowed".to_owned()),
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|error| error.to_string())?;
                let known = reference.is_char_ref() || matches!(&*name, "amp" | "lt" | "gt" | "quot" | "apos");
                if !known {
                    return Err(format!("Entity '{name}' not defined"));
                }
            }
            Event::Eof => break,
            _ => {}
        }
        if depth > DEPTH_MAX {
            return Err(format!("Excessive depth in document: {depth}"));
        }
        if nodes > NODES_MAX {
            return Err(format!("more than {NODES_MAX} nodes in document"));
        }
    }
    if depth > 0 {
        return Err("Premature end of data".to_owned());
    }
    if roots != 1 {
        return Err(format!("{roots} root elements, expected 1"));
    }
    Ok(())
}

fn attributes(tag: &quick_xml::events::BytesStart<'_>) -> Result<usize, String> {
    let mut count = 0;
    for attribute in tag.attributes() {
        attribute.map_err(|error| error.to_string())?;
        count += 1;
        if count > ATTRIBUTES_MAX {
            return Err(format!("more than {ATTRIBUTES_MAX} attributes on one element"));
        }
    }
    Ok(count)
}

/// Refuses what would fetch or explode, and references to types that are nowhere (which the compiler finds only when judging).
fn check_components(xsd: &str) -> Result<(), String> {
    let mut reader = quick_xml::NsReader::from_str(xsd);
    let (mut depth, mut types, mut wanted) = (0_usize, Vec::new(), Vec::new());
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|error| error.to_string())?;
        let (tag, opens) = match event {
            Event::Start(tag) => (tag, 1),
            Event::Empty(tag) => (tag, 0),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let at_top = depth == 1;
        depth += opens;
        if !is_xsd(&namespace) {
            continue;
        }
        let name = tag.local_name();
        if matches!(name.as_ref(), b"include" | b"import" | b"redefine" | b"override") {
            let name = String::from_utf8_lossy(name.as_ref()).into_owned();
            return Err(format!("Element '{name}': schemas that load others are not allowed"));
        }
        if at_top && matches!(name.as_ref(), b"complexType" | b"simpleType") {
            types.extend(attribute(&tag, "name"));
        }
        for attribute in tag.attributes().flatten() {
            let text = String::from_utf8_lossy(&attribute.value).trim().to_owned();
            match attribute.key.as_ref() {
                b"minOccurs" | b"maxOccurs" if text.parse::<u64>().is_ok_and(|occurs| occurs > OCCURS_MAX) => {
                    return Err(format!("occurrence bound {text} exceeds limit of {OCCURS_MAX}"));
                }
                b"type" | b"base" | b"itemType" => {
                    let (namespace, local) = reader.resolver().resolve_element(quick_xml::name::QName(text.as_bytes()));
                    let local = String::from_utf8_lossy(local.as_ref()).into_owned();
                    let is_built_in = is_xsd(&namespace);
                    if is_built_in && !BUILT_IN_TYPES.contains(&local.as_str()) {
                        return Err(format!("The type definition 'xsd:{local}' could not be resolved"));
                    }
                    if !is_built_in {
                        wanted.push(local);
                    }
                }
                _ => {}
            }
        }
    }
    match wanted.into_iter().find(|name| !types.contains(name)) {
        Some(name) => Err(format!("The type definition '{name}' could not be resolved")),
        None => Ok(()),
    }
}

/// XML Schema 1.0 part 2, section 3, and `anyType`.
const BUILT_IN_TYPES: &[&str] = &[
    "anyType",
    "anySimpleType",
    "string",
    "boolean",
    "decimal",
    "float",
    "double",
    "duration",
    "dateTime",
    "time",
    "date",
    "gYearMonth",
    "gYear",
    "gMonthDay",
    "gDay",
    "gMonth",
    "hexBinary",
    "base64Binary",
    "anyURI",
    "QName",
    "NOTATION",
    "normalizedString",
    "token",
    "language",
    "NMTOKEN",
    "NMTOKENS",
    "Name",
    "NCName",
    "ID",
    "IDREF",
    "IDREFS",
    "ENTITY",
    "ENTITIES",
    "integer",
    "nonPositiveInteger",
    "negativeInteger",
    "long",
    "int",
    "short",
    "byte",
    "nonNegativeInteger",
    "unsignedLong",
    "unsignedInt",
    "unsignedShort",
    "unsignedByte",
    "positiveInteger",
];

pub(super) fn is_xsd(namespace: &quick_xml::name::ResolveResult<'_>) -> bool {
    use quick_xml::name::{Namespace, ResolveResult};
    matches!(namespace, ResolveResult::Bound(Namespace(uri)) if *uri == XSD_NAMESPACE.as_bytes())
}

/// The text of the first direct child of the root with each of these names. Meant for XML that was validated when stored; anything
/// unreadable counts as absent.
pub fn child_texts<const N: usize>(xml: &str, names: [&str; N]) -> [Option<String>; N] {
    let mut found = [const { None }; N];
    let mut reader = Reader::from_str(xml);
    let (mut depth, mut current): (usize, Option<usize>) = (0, None);
    let mut text = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                if depth == 2 {
                    current = names.iter().position(|name| name.as_bytes() == tag.local_name().as_ref());
                    text.clear();
                }
            }
            Ok(Event::Text(piece)) if depth == 2 && current.is_some() => {
                if let Ok(piece) = piece.decode() {
                    text.push_str(&piece);
                }
            }
            Ok(Event::GeneralRef(reference)) if depth == 2 && current.is_some() => {
                let plain = reference.decode().ok();
                match plain.as_deref() {
                    Some("amp") => text.push('&'),
                    Some("lt") => text.push('<'),
                    Some("gt") => text.push('>'),
                    Some("quot") => text.push('"'),
                    Some("apos") => text.push('\''),
                    _ => text.extend(reference.resolve_char_ref().ok().flatten()),
                }
            }
            Ok(Event::End(_)) => {
                if depth == 2
                    && let Some(slot) = current.take().and_then(|index| found.get_mut(index))
                    && slot.is_none()
                {
                    *slot = Some(text.trim().to_owned());
                }
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

/// Searchable leaves of a schema in the conventional form: name, path and label (contract: metadata, metadata profiles).
pub fn searchable_leaves(xsd: &str) -> Vec<(String, String, String)> {
    let mut leaves = Vec::new();
    let mut reader = Reader::from_str(xsd);
    // Names of open `element` declarations, and what their appinfo says: label, searchable.
    let mut open: Vec<(Option<String>, String, bool)> = Vec::new();
    let mut text = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let is_element = tag.local_name().as_ref() == b"element";
                let name = is_element.then(|| attribute(&tag, "name")).flatten();
                open.push((name, String::new(), false));
                text.clear();
            }
            Ok(Event::Text(piece)) => text.push_str(&piece.decode().unwrap_or_default()),
            Ok(Event::End(tag)) => {
                let closed = open.pop();
                let owner = open.iter_mut().rev().find(|(name, ..)| name.is_some());
                match (tag.local_name().as_ref(), owner) {
                    (b"label", Some(owner)) => owner.1 = text.trim().to_owned(),
                    (b"searchable", Some(owner)) => owner.2 = text.trim() == "true",
                    _ => {}
                }
                if let Some((Some(name), label, true)) = closed {
                    let parents = open.iter().filter_map(|(name, ..)| name.as_deref());
                    let path: String =
                        parents.chain([name.as_str()]).map(|step| format!("/*[local-name()='{step}']")).collect();
                    let label = if label.is_empty() { name.clone() } else { label };
                    leaves.push((name, path, label));
                }
                text.clear();
            }
            Ok(Event::Eof) | Err(_) => return leaves,
            Ok(_) => {}
        }
    }
}

pub(super) fn attribute(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok().flatten()?;
    Some(String::from_utf8_lossy(&attribute.value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_xml_is_refused_before_a_schema_sees_it() {
        let deep = format!("{}{}", "<a>".repeat(DEPTH_MAX + 1), "</a>".repeat(DEPTH_MAX + 1));
        let large = format!("<a>{}</a>", "x".repeat(DOCUMENT_BYTES_MAX));
        let many = format!("<a>{}</a>", "<b/>".repeat(NODES_MAX));
        let attributes: String = (0..=ATTRIBUTES_MAX).map(|index| format!(" a{index}=''")).collect();
        let attributes = format!("<a{attributes}/>");
        let cases = [
            ("bomb", r#"<!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>"#),
            ("external entity", r#"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"#),
            ("external document type", r#"<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>"#),
            ("unknown entity", "<a>&x;</a>"),
            ("deep", &deep),
            ("large", &large),
            ("many nodes", &many),
            ("many attributes", &attributes),
            ("unclosed", "<a><b></a>"),
            ("cut off", "<a>"),
            ("two roots", "<a/><b/>"),
            ("nothing", ""),
            ("no markup", "hello"),
        ];
        for (name, xml) in cases {
            assert!(check_form(xml).is_err(), "{name}");
        }
        for fine in ["<a/>", "<?xml version='1.0'?>\n<a>&amp;&#65;</a>", "<a><!-- c --><b x=\"1\"/></a>"] {
            assert_eq!(check_form(fine), Ok(()), "{fine}");
        }
    }

    #[test]
    fn a_schema_that_loads_others_or_explodes_is_refused() {
        let schema = |body: &str| format!(r#"<s:schema xmlns:s="{XSD_NAMESPACE}">{body}</s:schema>"#);
        let cases = [
            r#"<s:include schemaLocation="http://127.0.0.1/x.xsd"/><s:element name="a"/>"#,
            r#"<s:import namespace="urn:x" schemaLocation="file:///etc/passwd"/><s:element name="a"/>"#,
            r#"<s:redefine schemaLocation="x.xsd"/><s:element name="a"/>"#,
            r#"<s:element name="a"><s:complexType><s:sequence><s:element name="b" maxOccurs="1000000000"/></s:sequence></s:complexType></s:element>"#,
            r#"<s:element name="a" type="unknown"/>"#,
        ];
        for case in cases {
            assert!(Schema::compile(&schema(case)).is_err(), "{case}");
        }
        assert!(Schema::compile("<a/>").is_err(), "no schema at all");
        assert!(Schema::compile(&schema(r#"<s:element name="a" type="s:string"/>"#)).is_ok());
    }

    /// A few lines that stand for more than there is memory, or never end.
    #[test]
    fn dear_schemas_are_refused_before_they_are_compiled() {
        let schema = |body: &str| format!(r#"<s:schema xmlns:s="{XSD_NAMESPACE}">{body}</s:schema>"#);
        let root = |model: &str| format!(r#"<s:element name="a"><s:complexType>{model}</s:complexType></s:element>"#);
        let nested = |depth: usize, times: &str| {
            let open = format!(r#"<s:sequence maxOccurs="{times}">"#).repeat(depth);
            root(&format!(r#"{open}<s:element name="b" type="s:string"/>{}"#, "</s:sequence>".repeat(depth)))
        };
        let doubling: String = (0..40)
            .map(|n| format!(r#"<s:group name="g{n}"><s:sequence><s:group ref="g{m}"/><s:group ref="g{m}"/></s:sequence></s:group>"#, m = n + 1))
            .collect();
        let doubling = format!(
            r#"{doubling}<s:group name="g40"><s:sequence><s:element name="b"/></s:sequence></s:group>{}"#,
            root(r#"<s:group ref="g0"/>"#)
        );
        let chain: String = (0..1000)
            .map(|n| format!(r#"<s:complexType name="t{n}"><s:complexContent><s:extension base="t{m}"><s:sequence><s:element name="e{n}"/></s:sequence></s:extension></s:complexContent></s:complexType>"#, m = n + 1))
            .collect();
        let chain = format!(
            r#"{chain}<s:complexType name="t1000"><s:sequence/></s:complexType><s:element name="a" type="t0"/>"#
        );
        let patterns = |pattern: &str, times: usize| -> String {
            let simple = |n| {
                format!(
                    r#"<s:simpleType name="p{n}"><s:restriction base="s:string"><s:pattern value="{pattern}"/></s:restriction></s:simpleType>"#
                )
            };
            (0..times).map(simple).collect::<String>() + r#"<s:element name="a" type="p0"/>"#
        };
        let deep = format!("{}{}", "<s:sequence>".repeat(200), "</s:sequence>".repeat(200));
        let circle = r#"<s:group name="g"><s:sequence><s:group ref="h"/></s:sequence></s:group><s:group name="h"><s:sequence><s:group ref="g"/></s:sequence></s:group>"#;
        for (name, body) in [
            ("nested occurrences", nested(3, "1000")),
            ("many occurrences", nested(2, "999")),
            ("groups that double", doubling),
            ("a long line of types", chain),
            ("a group within itself", format!("{circle}{}", root(r#"<s:group ref="g"/>"#))),
            ("a type within itself", r#"<s:complexType name="t"><s:complexContent><s:extension base="t"/></s:complexContent></s:complexType><s:element name="a" type="t"/>"#.to_owned()),
            ("a repetitive pattern", patterns("((x{100}){100}){100}", 1)),
            ("many patterns", patterns(r"\p{L}{400}", 20)),
            ("deep nesting", root(&deep)),
            ("too many elements", root(&format!("<s:sequence>{}</s:sequence>", r#"<s:element name="b" minOccurs="0"/>"#.repeat(10_001)))),
        ] {
            let started = std::time::Instant::now();
            assert!(Schema::compile(&schema(&body)).is_err(), "{name}");
            assert!(started.elapsed().as_secs() < 5, "{name}: {:?}", started.elapsed());
        }
    }

    /// Content models that a naive matcher tries in every combination; each ends, in time.
    #[test]
    fn ambiguous_models_cost_no_more_than_others() {
        let schema = |model: &str| {
            format!(
                r#"<s:schema xmlns:s="{XSD_NAMESPACE}"><s:element name="a"><s:complexType>{model}</s:complexType></s:element></s:schema>"#
            )
        };
        let optional = r#"<s:element name="b" type="s:string" minOccurs="0"/>"#.repeat(200);
        let stars = r#"<s:sequence minOccurs="0" maxOccurs="unbounded">"#.repeat(20);
        let models = [
            format!("<s:sequence>{optional}</s:sequence>"),
            format!(r#"{stars}<s:element name="b" type="s:string" minOccurs="0" maxOccurs="unbounded"/>{}"#, "</s:sequence>".repeat(20)),
            r#"<s:choice maxOccurs="unbounded"><s:sequence><s:element name="b" type="s:string"/></s:sequence><s:element name="c" type="s:string"/></s:choice>"#.to_owned(),
        ];
        let documents = [format!("<a>{}</a>", "<b/>".repeat(300)), format!("<a>{}<d/></a>", "<b/>".repeat(5000))];
        for model in models {
            let started = std::time::Instant::now();
            if let Ok(schema) = Schema::compile(&schema(&model)) {
                for document in &documents {
                    drop(schema.validate(document));
                }
                assert!(schema.validate(&documents[1]).is_err(), "{model:.80}");
            }
            assert!(started.elapsed().as_secs() < 20, "{model:.80}: {:?}", started.elapsed());
        }
    }

    #[test]
    fn verdicts_name_the_element() {
        let xsd = format!(
            r#"<s:schema xmlns:s="{XSD_NAMESPACE}"><s:element name="metadata"><s:complexType><s:sequence>
            <s:element name="StartTime" type="s:long" minOccurs="0"/></s:sequence></s:complexType></s:element></s:schema>"#
        );
        let schema = Schema::compile(&xsd).expect("a schema");
        assert_eq!(schema.validate("<metadata><StartTime>5</StartTime></metadata>"), Ok(()));
        for (xml, element) in [
            ("<metadata><Foo/></metadata>", "Element 'Foo'"),
            ("<metadata><StartTime>soon</StartTime></metadata>", "Element 'StartTime'"),
            ("<other/>", "Element 'other'"),
        ] {
            let text = schema.validate(xml).expect_err(xml);
            assert!(text.contains(element), "{xml}: {text}");
        }
    }

    #[test]
    fn children_are_found_at_the_first_level_only() {
        let xml = "<?xml version='1.0'?><metadata> <P><Timezone>no</Timezone></P><Timezone>Europe/Z&amp;rich</Timezone><StartTime> 5 </StartTime></metadata>";
        let found = child_texts(xml, ["StartTime", "Timezone", "EndTime"]);
        assert_eq!(found, [Some("5".to_owned()), Some("Europe/Z&rich".to_owned()), None]);
    }
}
