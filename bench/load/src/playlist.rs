//! As much of HLS as a viewer needs.

#[derive(Clone, Debug, Default)]
pub struct Part {
    pub uri: String,
    pub seconds: f64,
    pub independent: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Segment {
    pub msn: u64,
    /// Empty for the segment that is still being made.
    pub uri: String,
    pub seconds: f64,
    pub parts: Vec<Part>,
    pub gap: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Media {
    pub target_s: f64,
    pub part_target_s: f64,
    pub can_block: bool,
    pub part_hold_back_s: f64,
    pub map: Option<String>,
    pub segments: Vec<Segment>,
    pub hint: Option<String>,
    pub ended: bool,
}

impl Media {
    pub fn is_low_latency(&self) -> bool {
        self.can_block && self.part_target_s > 0.0
    }

    /// How far behind the end a low-latency player starts.
    pub fn hold_back_s(&self) -> f64 {
        if self.part_hold_back_s > 0.0 { self.part_hold_back_s } else { 3.0 * self.part_target_s }
    }

    pub fn parse(text: &str) -> Self {
        let mut media = Self::default();
        let (mut msn, mut open) = (0u64, Segment::default());
        for line in text.lines().map(str::trim) {
            if let Some(value) = line.strip_prefix("#EXT-X-TARGETDURATION:") {
                media.target_s = number(Some(value));
            } else if let Some(value) = line.strip_prefix("#EXT-X-MEDIA-SEQUENCE:") {
                msn = value.parse().unwrap_or(0);
            } else if line.starts_with("#EXT-X-PART-INF") {
                media.part_target_s = number(attribute(line, "PART-TARGET"));
            } else if line.starts_with("#EXT-X-SERVER-CONTROL") {
                media.can_block = attribute(line, "CAN-BLOCK-RELOAD") == Some("YES");
                media.part_hold_back_s = number(attribute(line, "PART-HOLD-BACK"));
            } else if line.starts_with("#EXT-X-MAP") {
                media.map = attribute(line, "URI").map(str::to_owned);
            } else if line.starts_with("#EXT-X-PART:") {
                let Some(uri) = attribute(line, "URI") else { continue };
                open.parts.push(Part {
                    uri: uri.to_owned(),
                    seconds: number(attribute(line, "DURATION")),
                    independent: attribute(line, "INDEPENDENT") == Some("YES"),
                });
            } else if line.starts_with("#EXT-X-PRELOAD-HINT") && attribute(line, "TYPE") == Some("PART") {
                media.hint = attribute(line, "URI").map(str::to_owned);
            } else if let Some(value) = line.strip_prefix("#EXTINF:") {
                open.seconds = number(value.split(',').next());
            } else if line == "#EXT-X-GAP" {
                open.gap = true;
            } else if line == "#EXT-X-ENDLIST" {
                media.ended = true;
            } else if !line.is_empty() && !line.starts_with('#') {
                let segment = Segment { msn, uri: line.to_owned(), ..std::mem::take(&mut open) };
                media.segments.push(segment);
                msn += 1;
            }
        }
        if !open.parts.is_empty() {
            media.segments.push(Segment { msn, ..open });
        }
        media
    }
}

/// The media playlists a player follows: the first variant's, and the first audio rendition of its group. `None` for a
/// text that is a media playlist already.
pub fn parse_master(text: &str) -> Option<Vec<String>> {
    let mut lines = text.lines();
    let variant = lines.find(|line| line.starts_with("#EXT-X-STREAM-INF"))?;
    let uri = lines.find(|line| !line.starts_with('#') && !line.trim().is_empty())?;
    let mut playlists = vec![uri.trim().to_owned()];
    if let Some(group) = attribute(variant, "AUDIO") {
        let mut media = text.lines().filter(|line| line.starts_with("#EXT-X-MEDIA:"));
        let audio = media.find(|line| attribute(line, "GROUP-ID") == Some(group) && attribute(line, "URI").is_some());
        playlists.extend(audio.and_then(|line| attribute(line, "URI")).map(str::to_owned));
    }
    Some(playlists)
}

fn attribute<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    let mut from = 0;
    while let Some(found) = line[from..].find(name) {
        let start = from + found;
        let end = start + name.len();
        let whole = start == 0 || matches!(line.as_bytes()[start - 1], b',' | b':' | b' ');
        if whole && line.as_bytes().get(end) == Some(&b'=') {
            let value = &line[end + 1..];
            return Some(match value.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next().unwrap_or(quoted),
                None => value.split(',').next().unwrap_or(value),
            });
        }
        from = end;
    }
    None
}

fn number(text: Option<&str>) -> f64 {
    text.and_then(|text| text.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_low_latency_playlist_is_read() {
        let media = Media::parse(concat!(
            "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.6\n",
            "#EXT-X-PART-INF:PART-TARGET=0.2\n#EXT-X-MEDIA-SEQUENCE:7\n#EXT-X-MAP:URI=\"i.mp4\"\n#EXTINF:2.0,\na.mp4\n",
            "#EXT-X-PART:DURATION=0.2,URI=\"p0.mp4\",INDEPENDENT=YES\n#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"p1.mp4\"\n"
        ));
        assert!(media.is_low_latency());
        assert_eq!(media.segments.len(), 2);
        assert_eq!((media.segments[1].msn, media.segments[1].parts.len()), (8, 1));
        assert_eq!(media.hint.as_deref(), Some("p1.mp4"));
        assert_eq!(media.hold_back_s(), 0.6);
    }

    #[test]
    fn a_master_names_video_and_its_audio() {
        let master = "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",URI=\"audio/live.m3u8\"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO=\"a\"\nvideo/live.m3u8\n";
        assert_eq!(parse_master(master), Some(vec!["video/live.m3u8".to_owned(), "audio/live.m3u8".to_owned()]));
        assert_eq!(parse_master("#EXTM3U\n"), None);
    }
}
