//! What a schema would cost once it is compiled, reckoned before it is: content models are written out, so a few lines of nested occurrences
//! or of groups within groups can stand for more positions than there is memory.
//!
//! A model's size is the number of its positions: an element counts once, a particle as often as it may occur (`unbounded` as often as it
//! must, a group that is free to occur at least three times), a reference to a group or a base type as much as what it names. Patterns count their length times their counted repetitions.

use super::xml::{attribute, is_xsd};
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;

/// Positions of all content models of a schema together; a larger schema is refused.
const POSITIONS_MAX: u64 = 10_000;
/// Length of all patterns of a schema together, counted repetitions written out; a larger schema is refused.
const PATTERNS_MAX: u64 = 20_000;

/// Refuses a schema that is too dear, and one whose groups or types contain themselves. The text must be well-formed.
pub(super) fn check(xsd: &str) -> Result<(), String> {
    let mut reader = quick_xml::NsReader::from_str(xsd);
    let mut open: Vec<Frame> = Vec::new();
    let mut models = Models::default();
    let mut patterns: u64 = 0;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(tag) => {
                let frame = Frame::of(&tag, is_xsd(&namespace), open.len() == 1);
                patterns = patterns.saturating_add(pattern(&tag, is_xsd(&namespace)));
                open.push(frame);
            }
            Event::Empty(tag) => {
                patterns = patterns.saturating_add(pattern(&tag, is_xsd(&namespace)));
                let frame = Frame::of(&tag, is_xsd(&namespace), open.len() == 1);
                close(frame, &mut open, &mut models);
            }
            Event::End(_) => {
                if let Some(frame) = open.pop() {
                    close(frame, &mut open, &mut models);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if patterns > PATTERNS_MAX {
        return Err(format!("patterns of {patterns} positions exceed limit of {PATTERNS_MAX}"));
    }
    let mut total: u64 = 0;
    for index in 0..models.all.len() {
        total = total.saturating_add(models.size(index)?);
        if total > POSITIONS_MAX {
            return Err(format!("content models of more than {POSITIONS_MAX} positions"));
        }
    }
    Ok(())
}

/// What a definition may be named by: groups, attribute groups and types have names of their own.
type Name = (&'static str, String);

/// A size that is not known before all definitions are.
#[derive(Debug, Default)]
struct Size {
    positions: u64,
    of: Vec<(Name, u64)>,
}

impl Size {
    fn add(&mut self, other: Self, times: u64) {
        self.positions = self.positions.saturating_add(other.positions.saturating_mul(times));
        self.of.extend(other.of.into_iter().map(|(name, count)| (name, count.saturating_mul(times))));
    }
}

/// An open element of the schema.
#[derive(Debug)]
struct Frame {
    size: Size,
    times: u64,
    /// It is a model of its own: what it says counts once, not where it stands.
    model: Option<Option<Name>>,
    /// An element: one position where it stands.
    is_element: bool,
}

impl Frame {
    fn of(tag: &BytesStart<'_>, is_ours: bool, at_top: bool) -> Self {
        let mut frame = Self { size: Size::default(), times: 1, model: None, is_element: false };
        if !is_ours {
            return frame;
        }
        let named = |kind| attribute(tag, "name").filter(|_| at_top).map(|name| (kind, name));
        let refers = |kind, attribute_name| attribute(tag, attribute_name).map(|name| (kind, local(&name)));
        match tag.local_name().as_ref() {
            b"element" | b"any" => {
                frame.is_element = true;
                frame.times = times(tag);
            }
            b"sequence" | b"choice" | b"all" => frame.times = group_times(tag),
            b"complexType" => frame.model = Some(named("type")),
            b"group" => match refers("group", "ref") {
                Some(name) => {
                    frame.times = group_times(tag);
                    frame.size.of.push((name, 1));
                }
                None => frame.model = Some(named("group")),
            },
            b"attributeGroup" => match refers("attributes", "ref") {
                Some(name) => frame.size.of.push((name, 1)),
                None => frame.model = Some(named("attributes")),
            },
            b"attribute" => frame.size.positions = 1,
            b"extension" => frame.size.of.extend(refers("type", "base").map(|name| (name, 1))),
            _ => {}
        }
        frame
    }
}

/// A closed element counts where it stands, or becomes a model.
fn close(frame: Frame, open: &mut [Frame], models: &mut Models) {
    if let Some(name) = frame.model {
        models.add(name, frame.size);
        return;
    }
    let Some(parent) = open.last_mut() else { return };
    if frame.is_element {
        parent.size.positions = parent.size.positions.saturating_add(frame.times);
    } else {
        parent.size.add(frame.size, frame.times);
    }
}

#[derive(Debug, Default)]
struct Models {
    all: Vec<(Size, Progress)>,
    by_name: HashMap<Name, usize>,
}

#[derive(Clone, Copy, Debug)]
enum Progress {
    Open,
    Counting,
    Counted(u64),
}

impl Models {
    /// Definitions within definitions that are followed; further ones are refused.
    const DEPTH_MAX: usize = 200;

    fn add(&mut self, name: Option<Name>, size: Size) {
        if let Some(name) = name {
            self.by_name.insert(name, self.all.len());
        }
        self.all.push((size, Progress::Open));
    }

    fn size(&mut self, index: usize) -> Result<u64, String> {
        self.size_within(index, 0)
    }

    fn size_within(&mut self, index: usize, depth: usize) -> Result<u64, String> {
        let Some((size, progress)) = self.all.get_mut(index) else { return Ok(0) };
        match *progress {
            Progress::Counted(positions) => return Ok(positions),
            Progress::Counting => return Err("a group or type contains itself".to_owned()),
            Progress::Open if depth > Self::DEPTH_MAX => {
                return Err(format!("groups or types nested more than {} deep", Self::DEPTH_MAX));
            }
            Progress::Open => *progress = Progress::Counting,
        }
        let Size { mut positions, of } = std::mem::take(size);
        for (name, count) in of {
            // What is nowhere is reported by the compiler; built-in types have no model.
            let Some(other) = self.by_name.get(&name).copied() else { continue };
            positions = positions.saturating_add(self.size_within(other, depth + 1)?.saturating_mul(count));
        }
        self.all[index].1 = Progress::Counted(positions);
        Ok(positions)
    }
}

fn times(tag: &BytesStart<'_>) -> u64 {
    let number = |name| attribute(tag, name).and_then(|text| text.trim().parse::<u64>().ok());
    let least = number("minOccurs").unwrap_or(1);
    number("maxOccurs").unwrap_or(1).max(least).max(1)
}

/// A group that may be left out or repeated has ways of its own through what it holds; within another such group they multiply.
fn group_times(tag: &BytesStart<'_>) -> u64 {
    const WAYS: u64 = 3;
    let says = |name, usual: &str| attribute(tag, name).is_some_and(|text| text.trim() != usual);
    let is_free = says("minOccurs", "1") || says("maxOccurs", "1");
    if is_free { times(tag).max(WAYS) } else { times(tag) }
}

/// Length of a pattern facet times the product of its counted repetitions.
fn pattern(tag: &BytesStart<'_>, is_ours: bool) -> u64 {
    if !is_ours || tag.local_name().as_ref() != b"pattern" {
        return 0;
    }
    let Some(text) = attribute(tag, "value") else { return 0 };
    let mut cost = text.len() as u64;
    for piece in text.split('{').skip(1) {
        let counts = piece.split('}').next().unwrap_or_default();
        let count = counts.split(',').filter_map(|count| count.trim().parse::<u64>().ok()).max();
        cost = cost.saturating_mul(count.unwrap_or(1).max(1));
    }
    cost
}

/// A name without its prefix.
fn local(name: &str) -> String {
    name.trim().rsplit(':').next().unwrap_or_default().to_owned()
}
