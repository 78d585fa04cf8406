//! Measures what an encoder really sends: rates, sizes, the distance of its keyframes.
//!
//! Pure: time is an argument. Rates are counted in whole seconds of this machine's clock, distances in the encoder's own time.

use crate::encoders::{AudioFacts, VideoFacts};
use crate::selector::Item;
use media::frame::{AudioConfig, VideoConfig};
use std::collections::VecDeque;
use tokio::time::{Duration, Instant};

/// How often new facts are due.
const EVERY: Duration = Duration::from_millis(500);
/// Whole seconds that a rate looks back on.
const SECONDS: u64 = 5;
/// Distances between keyframes that are remembered.
const DISTANCES: usize = 4;
/// Pictures without any keyframe for so long, milliseconds of media, are worth a word: nobody can watch them.
const NO_KEYFRAME_AFTER_MS: i64 = 6_000;

/// One encoder's measures.
#[derive(Debug)]
pub(crate) struct Meter {
    began: Instant,
    told_at: Option<Instant>,
    video: Video,
    audio: Audio,
}

#[derive(Debug, Default)]
struct Video {
    config: Option<VideoConfig>,
    rate: Rate,
    first_ms: Option<i64>,
    last_ms: i64,
    key_ms: Option<i64>,
    distances_ms: VecDeque<i64>,
    is_told: bool,
}

#[derive(Debug, Default)]
struct Audio {
    config: Option<AudioConfig>,
    rate: Rate,
}

impl Meter {
    pub fn new(now: Instant) -> Self {
        Self { began: now, told_at: None, video: Video::default(), audio: Audio::default() }
    }

    /// Counts one item. `true` once, when pictures have come for seconds and none of them is a keyframe.
    pub fn take(&mut self, item: &Item, now: Instant) -> bool {
        let second = now.saturating_duration_since(self.began).as_secs();
        match item {
            Item::VideoConfig(config) => self.video.config = Some(config.clone()),
            Item::AudioConfig(config) => self.audio.config = Some(config.clone()),
            Item::Audio(frame) => self.audio.rate.count(second, frame.data.len()),
            Item::Video(frame) => {
                self.video.rate.count(second, frame.data.len());
                return self.video.place(frame.dts_ms, frame.key);
            }
            Item::Expect { .. } => {}
        }
        false
    }

    /// The facts, twice a second at most.
    pub fn due(&mut self, now: Instant) -> Option<(Option<VideoFacts>, Option<AudioFacts>)> {
        if self.told_at.is_some_and(|told| now.saturating_duration_since(told) < EVERY) {
            return None;
        }
        self.told_at = Some(now);
        let second = now.saturating_duration_since(self.began).as_secs();
        Some((self.video.facts(second), self.audio.facts(second)))
    }
}

impl Video {
    fn place(&mut self, at_ms: i64, is_key: bool) -> bool {
        let first = *self.first_ms.get_or_insert(at_ms);
        self.last_ms = at_ms;
        if is_key {
            if let Some(before) = self.key_ms.replace(at_ms) {
                // A clock that was set anew says nothing of distances.
                if at_ms > before {
                    self.distances_ms.push_back(at_ms.saturating_sub(before));
                } else {
                    self.distances_ms.clear();
                }
            }
            if self.distances_ms.len() > DISTANCES {
                self.distances_ms.pop_front();
            }
        }
        let is_news = self.key_ms.is_none() && !self.is_told && at_ms.saturating_sub(first) >= NO_KEYFRAME_AFTER_MS;
        self.is_told |= is_news;
        is_news
    }

    fn facts(&self, second: u64) -> Option<VideoFacts> {
        let first = self.first_ms.or_else(|| self.config.as_ref().map(|_| self.last_ms))?;
        let since = self.last_ms.saturating_sub(self.key_ms.unwrap_or(first));
        Some(VideoFacts {
            codec: self.config.as_ref().map(|config| config.codec.clone()),
            size: self.config.as_ref().map(|config| (config.width, config.height)),
            frames_per_s: self.rate.frames_per_s(second),
            bits_per_s: self.rate.bits_per_s(second),
            keyframe_ms: self.distances_ms.iter().max().map(|distance| milliseconds(*distance)),
            since_keyframe_ms: milliseconds(since),
            has_keyframe: self.key_ms.is_some(),
        })
    }
}

impl Audio {
    fn facts(&self, second: u64) -> Option<AudioFacts> {
        if self.config.is_none() && self.rate.seconds.is_empty() {
            return None;
        }
        Some(AudioFacts {
            codec: self.config.as_ref().map(|config| config.codec.clone()),
            format: self.config.as_ref().map(|config| (config.sample_rate, config.channels)),
            bits_per_s: self.rate.bits_per_s(second),
        })
    }
}

fn milliseconds(value: i64) -> u32 {
    u32::try_from(value.max(0)).unwrap_or(u32::MAX)
}

/// Bytes and frames by second, for the last few seconds that had any.
#[derive(Debug, Default)]
struct Rate {
    seconds: VecDeque<Second>,
}

#[derive(Debug)]
struct Second {
    number: u64,
    bytes: u64,
    frames: u64,
}

impl Rate {
    fn count(&mut self, second: u64, bytes: usize) {
        if self.seconds.back().is_none_or(|last| last.number != second) {
            self.seconds.push_back(Second { number: second, bytes: 0, frames: 0 });
            while self.seconds.front().is_some_and(|first| first.number + SECONDS < second) {
                self.seconds.pop_front();
            }
        }
        if let Some(last) = self.seconds.back_mut() {
            last.bytes += bytes as u64;
            last.frames += 1;
        }
    }

    /// Over the whole seconds before `now`: how many they are, their bytes and frames. `None` before there is one.
    fn sum(&self, now: u64) -> Option<(u64, u64, u64)> {
        let from = self.seconds.front()?.number.max(now.saturating_sub(SECONDS));
        let seconds = now.checked_sub(from).filter(|seconds| *seconds > 0)?;
        let whole = self.seconds.iter().filter(|second| second.number >= from && second.number < now);
        let (bytes, frames) =
            whole.fold((0, 0), |(bytes, frames), second| (bytes + second.bytes, frames + second.frames));
        Some((seconds, bytes, frames))
    }

    fn bits_per_s(&self, now: u64) -> Option<u64> {
        self.sum(now).map(|(seconds, bytes, _)| bytes.saturating_mul(8) / seconds)
    }

    fn frames_per_s(&self, now: u64) -> Option<f64> {
        self.sum(now).map(|(seconds, _, frames)| frames as f64 / seconds as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use media::frame::VideoFrame;

    fn picture(at_ms: i64, key: bool) -> Item {
        Item::Video(VideoFrame { dts_ms: at_ms, pts_ms: at_ms, key, data: Bytes::from_static(&[0; 1000]) })
    }

    /// 25 pictures of 1000 bytes a second for `seconds`, a keyframe every `distance` pictures; whether and when it warned.
    fn run(meter: &mut Meter, began: Instant, seconds: u64, distance: u64) -> Option<u64> {
        let mut warned = None;
        for number in 0..seconds * 25 {
            let at = began + Duration::from_millis(number * 40);
            let is_key = distance > 0 && number % distance == 0;
            if meter.take(&picture(i64::try_from(number * 40).expect("small"), is_key), at) {
                assert_eq!(warned, None, "told once");
                warned = Some(number * 40);
            }
        }
        warned
    }

    #[tokio::test(start_paused = true)]
    async fn rates_and_distances_are_what_was_sent() {
        let began = crate::tempo::now();
        let mut meter = Meter::new(began);
        assert_eq!(run(&mut meter, began, 10, 50), None);
        let (video, audio) = meter.due(began + Duration::from_secs(10)).expect("due");
        let video = video.expect("there is video");
        assert_eq!((video.frames_per_s, video.bits_per_s, video.keyframe_ms), (Some(25.0), Some(200_000), Some(2000)));
        assert_eq!((video.has_keyframe, video.since_keyframe_ms, video.codec), (true, 1960, None));
        assert_eq!(audio, None);
        assert!(meter.due(began + Duration::from_millis(10_100)).is_none(), "twice a second is enough");
        let (video, _) = meter.due(began + Duration::from_secs(20)).expect("due");
        assert_eq!(video.and_then(|video| video.bits_per_s), Some(0), "silence is no rate of long ago");
    }

    #[tokio::test(start_paused = true)]
    async fn pictures_without_a_keyframe_are_told_once() {
        let began = crate::tempo::now();
        let mut meter = Meter::new(began);
        assert_eq!(run(&mut meter, began, 20, 0), Some(6000));
        let (video, _) = meter.due(began + Duration::from_secs(20)).expect("due");
        let video = video.expect("there is video");
        assert!(!video.has_keyframe && video.keyframe_ms.is_none() && video.since_keyframe_ms == 19_960);
    }

    #[tokio::test(start_paused = true)]
    async fn a_clock_that_jumps_back_makes_no_distance() {
        let began = crate::tempo::now();
        let mut meter = Meter::new(began);
        for at_ms in [0, 2000, 4000, -90_000, -88_000, i64::MAX, i64::MIN] {
            meter.take(&picture(at_ms, true), began);
        }
        let (video, _) = meter.due(began).expect("due");
        assert_eq!(video.expect("there is video").keyframe_ms, None);
    }
}
