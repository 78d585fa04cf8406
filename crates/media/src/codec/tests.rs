use proptest::prelude::*;

use super::{aac, h264};
use crate::checks;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).map(|d| u8::try_from(d).unwrap()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// Records of x264: profiles, cropping (1080 of 1088 lines), interlacing, odd frame rates.
const HIGH_720P30: &str =
    "0164001fffe1001a 6764001facd9405005bb011000000300100000030 3c0f1831960 010006 68ebe3cb22c0 fdf8f800";
const HIGH_1080P2997: &str =
    "01640028ffe10019 67640028acd940780227e5c04400000fa40003a9803c60c658 010006 68ebe3cb22c0 fdf8f800";
const BASELINE_180P25: &str = "0142c00cffe10019 6742c00cd901419f9f011000000300100000030320f142a480 010005 68cb83cb20";
const INTERLACED_576I25: &str =
    "0164001effe10018 6764001eacd940b424d80880000003008000 00190f8a14cb 010006 68fba3cb22c0 fdf8f800";
const MAIN_1080P50: &str = "014d402affe1001a 674d402aeca03c0113f2e02200000300020000 0300c81e30632c 010005 68ebe3cb20";

#[test]
fn records_say_size_rate_and_name() {
    let cases = [
        ("720p30", HIGH_720P30, (1280, 720), (30, 1), "avc1.64001f"),
        ("1080p29.97", HIGH_1080P2997, (1920, 1080), (30_000, 1001), "avc1.640028"),
        ("180p25 baseline", BASELINE_180P25, (320, 180), (25, 1), "avc1.42c00c"),
        ("576i25", INTERLACED_576I25, (720, 576), (25, 1), "avc1.64001e"),
        ("1080p50 main", MAIN_1080P50, (1920, 1080), (50, 1), "avc1.4d402a"),
    ];
    for (name, record, size, rate, codec) in cases {
        let config = h264::config(&hex(record)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((config.width, config.height), size, "{name}");
        assert_eq!(config.frame_rate, Some(rate), "{name}");
        assert_eq!(config.codec, codec, "{name}");
        assert_eq!(config.avcc, hex(record), "{name}");
    }
}

#[test]
fn records_are_kept_in_their_normal_form() {
    let good = hex(HIGH_720P30);
    let mut reserved = good.clone();
    reserved[4] &= 0x03;
    reserved[5] &= 0x1f;
    let mut trailing = good.clone();
    trailing.extend_from_slice(b"junk");
    for (name, record) in [("reserved bits clear", reserved), ("bytes behind", trailing)] {
        assert_eq!(h264::config(&record).expect(name).avcc, good, "{name}");
    }
    let without_chroma = &good[..good.len() - 4];
    assert_eq!(h264::config(without_chroma).expect("the chroma fields may be missing").avcc, without_chroma);
}

#[test]
fn bad_records_are_refused_by_name() {
    use h264::ConfigError;
    let good = hex(HIGH_720P30);
    let with = |at: usize, value: u8| {
        let mut record = good.clone();
        record[at] = value;
        record
    };
    let cases = [
        ("empty", vec![], ConfigError::Truncated),
        ("version 0", with(0, 0), ConfigError::Version { found: 0 }),
        ("three byte lengths", with(4, 0xfe), ConfigError::LengthSize),
        ("no SPS", with(5, 0xe0), ConfigError::NoSps),
        ("PPS for SPS", with(8, 0x68), ConfigError::WrongNal { found: 8, expected: 7 }),
        ("ends in the SPS", good[..20].to_vec(), ConfigError::Truncated),
        ("ends before the PPS", good[..34].to_vec(), ConfigError::Truncated),
        ("no PPS", with(34, 0), ConfigError::NoPps),
        ("SPS for PPS", with(37, 0x67), ConfigError::WrongNal { found: 7, expected: 8 }),
        ("SPS of zeros", [&good[..9], &[0; 25], &good[34..]].concat(), ConfigError::BadSps),
        ("9000 bytes", vec![1; 9000], ConfigError::TooLarge { found: 9000, max: h264::RECORD_BYTES_MAX }),
    ];
    for (name, record, expected) in cases {
        assert_eq!(h264::config(&record), Err(expected), "{name}");
    }
}

#[test]
fn every_cut_of_a_record_is_refused_or_shorter() {
    let good = hex(HIGH_1080P2997);
    for end in 0..good.len() {
        if let Ok(config) = h264::config(&good[..end]) {
            assert!(end >= good.len() - 4, "only the chroma fields may be missing");
            assert_eq!((config.width, config.height), (1920, 1080));
        }
    }
}

#[test]
fn audio_configurations_say_rate_channels_and_name() {
    let cases = [
        ("LC 48 kHz stereo", "1190", 48_000, 2, "mp4a.40.2", 1024),
        ("LC 44.1 kHz stereo with sync extension off", "121056e500", 44_100, 2, "mp4a.40.2", 1024),
        ("LC 48 kHz 5.1", "11b0", 48_000, 6, "mp4a.40.2", 1024),
        ("LC 48 kHz 7.1", "11b8", 48_000, 8, "mp4a.40.2", 1024),
        ("LC, 960 samples", "1194", 48_000, 2, "mp4a.40.2", 960),
        ("HE-AAC in front, 24 to 48 kHz", "2b118800", 48_000, 2, "mp4a.40.5", 2048),
        ("HE-AAC behind, 24 to 48 kHz", "131056e598", 48_000, 2, "mp4a.40.5", 2048),
        ("HE-AAC v2 in front, 24 to 48 kHz", "eb098800", 48_000, 2, "mp4a.40.29", 2048),
        ("HE-AAC v2 behind, 22.05 to 44.1 kHz", "138856e5a54880", 44_100, 2, "mp4a.40.29", 2048),
        ("rate written out", "17805dc010", 48_000, 2, "mp4a.40.2", 1024),
    ];
    for (name, asc, rate, channels, codec, samples) in cases {
        let config = aac::config(&hex(asc)).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!((config.sample_rate, config.channels), (rate, channels), "{name}");
        assert_eq!((config.codec.as_str(), config.frame_samples), (codec, samples), "{name}");
        assert_eq!(config.asc, hex(asc), "{name}");
    }
}

#[test]
fn bad_audio_configurations_are_refused_by_name() {
    use aac::ConfigError;
    let cases = [
        ("empty", "", ConfigError::Truncated),
        ("one byte", "11", ConfigError::Truncated),
        ("Main", "0990", ConfigError::ObjectType { found: 1 }),
        ("xHE-AAC (escape)", "f94640", ConfigError::ObjectType { found: 42 }),
        ("index 13", "1690", ConfigError::SampleRateIndex { found: 13 }),
        ("1 Hz", "1780000090", ConfigError::SampleRate { found: 1 }),
        ("channels in the stream", "1180", ConfigError::Channels { found: 0 }),
        ("channel configuration 8", "11c0", ConfigError::Channels { found: 8 }),
        ("SBR from 48 to 44.1 kHz", "29920800", ConfigError::ExtensionRate { core: 48_000, extended: 44_100 }),
        ("extension flag", "1191", ConfigError::Extension),
    ];
    for (name, asc, expected) in cases {
        assert_eq!(aac::config(&hex(asc)), Err(expected), "{name}");
    }
    assert_eq!(aac::config(&[0x11; 300]), Err(ConfigError::TooLarge { found: 300, max: aac::CONFIG_BYTES_MAX }));
}

proptest! {
    #[test]
    fn any_record_keeps_its_meaning(data in prop::collection::vec(any::<u8>(), 0..200)) {
        checks::media_h264_config(&data);
    }

    #[test]
    fn a_damaged_record_keeps_its_meaning(which in 0usize..5, at in 0usize..64, value in any::<u8>(), cut in 0usize..64) {
        let mut data = hex([HIGH_720P30, HIGH_1080P2997, BASELINE_180P25, INTERLACED_576I25, MAIN_1080P50][which]);
        let at = at % data.len();
        data[at] = value;
        data.truncate(data.len().saturating_sub(cut / 4));
        checks::media_h264_config(&data);
    }

    #[test]
    fn any_audio_configuration_keeps_its_meaning(data in prop::collection::vec(any::<u8>(), 0..16)) {
        checks::media_aac_config(&data);
    }
}
