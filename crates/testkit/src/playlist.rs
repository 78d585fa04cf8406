//! Reads media playlists the way a strict player does.

/// One segment, complete or still being filled.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Segment {
    pub msn: u64,
    /// `None` while it is being filled.
    pub uri: Option<String>,
    pub seconds: f64,
    pub parts: Vec<Part>,
    pub discontinuity: bool,
    pub gap: bool,
    pub pdt: Option<String>,
    /// The init segment that holds for it.
    pub map: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    pub uri: String,
    pub seconds: f64,
    pub independent: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Playlist {
    pub target_s: u64,
    pub part_target: Option<f64>,
    pub part_hold_back: Option<f64>,
    pub first_msn: u64,
    pub discontinuity_sequence: u64,
    pub segments: Vec<Segment>,
    pub hint: Option<String>,
    pub ended: bool,
}

impl Playlist {
    /// # Panics
    /// On what a player would refuse.
    pub fn parse(text: &str) -> Self {
        assert!(text.starts_with("#EXTM3U\n"), "a playlist begins with its name: {text}");
        let mut list = Self::default();
        let mut open = Segment::default();
        let mut map = None;
        for line in text.lines().skip(1) {
            let (tag, value) = line.split_once(':').unwrap_or((line, ""));
            match tag {
                "#EXT-X-TARGETDURATION" => list.target_s = value.parse().expect("a number"),
                "#EXT-X-PART-INF" => list.part_target = number(value, "PART-TARGET"),
                "#EXT-X-SERVER-CONTROL" => list.part_hold_back = number(value, "PART-HOLD-BACK"),
                "#EXT-X-MEDIA-SEQUENCE" => list.first_msn = value.parse().expect("a number"),
                "#EXT-X-DISCONTINUITY-SEQUENCE" => list.discontinuity_sequence = value.parse().expect("a number"),
                "#EXT-X-DISCONTINUITY" => open.discontinuity = true,
                "#EXT-X-GAP" => open.gap = true,
                "#EXT-X-MAP" => map = Some(attribute(value, "URI").expect("a map has an address")),
                "#EXT-X-PROGRAM-DATE-TIME" => open.pdt = Some(value.to_owned()),
                "#EXT-X-PART" => open.parts.push(Part {
                    uri: attribute(value, "URI").expect("a part has an address"),
                    seconds: number(value, "DURATION").expect("a part has a duration"),
                    independent: value.contains("INDEPENDENT=YES"),
                }),
                "#EXT-X-PRELOAD-HINT" => list.hint = attribute(value, "URI"),
                "#EXTINF" => open.seconds = value.trim_end_matches(',').parse().expect("a duration"),
                "#EXT-X-ENDLIST" => list.ended = true,
                _ if line.starts_with('#') || line.is_empty() => {}
                _ => {
                    open.uri = Some(line.to_owned());
                    list.close(std::mem::take(&mut open), &map);
                }
            }
        }
        if !open.parts.is_empty() {
            list.close(open, &map);
        }
        list
    }

    fn close(&mut self, mut segment: Segment, map: &Option<String>) {
        segment.msn = self.first_msn + self.segments.len() as u64;
        segment.map.clone_from(map);
        self.segments.push(segment);
    }

    pub fn segment(&self, msn: u64) -> Option<&Segment> {
        self.segments.iter().find(|segment| segment.msn == msn)
    }

    /// Numbers of the segments that begin with a discontinuity.
    pub fn discontinuities(&self) -> Vec<u64> {
        self.segments.iter().filter(|segment| segment.discontinuity).map(|segment| segment.msn).collect()
    }

    /// The newest segment in it, complete or not.
    pub fn last_msn(&self) -> u64 {
        self.segments.last().expect("a playlist is not empty").msn
    }
}

/// Value of an attribute, without its quotes.
pub fn attribute(list: &str, name: &str) -> Option<String> {
    let start = list.match_indices(name).find(|(at, _)| {
        let before = list[..*at].chars().next_back();
        list[at + name.len()..].starts_with('=') && before.is_none_or(|letter| letter == ',')
    })?;
    let value = &list[start.0 + name.len() + 1..];
    Some(match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?.to_owned(),
        None => value.split(',').next()?.to_owned(),
    })
}

fn number(list: &str, name: &str) -> Option<f64> {
    attribute(list, name)?.parse().ok()
}
