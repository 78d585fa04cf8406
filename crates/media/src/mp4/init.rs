//! Init segments: `ftyp` and a `moov` without samples, one track each.

use bytes::Bytes;
use mp4_atom::esds::{DecoderConfig, DecoderSpecific, EsDescriptor, SLConfig};
use mp4_atom::{
    Atom as _, Audio, Avc1, Avcc, Codec, Dinf, Dref, DrefEntry, Encode as _, Esds, FourCC, Ftyp, Hdlr, Mdhd, Mdia,
    Minf, Moov, Mp4a, Mvex, Mvhd, Smhd, Stbl, Stco, Stsd, Tkhd, Trak, Trex, Url, Visual, Vmhd,
};

use super::{SAMPLE_DELTA, SAMPLE_SYNC, TRACK_ID};
use crate::frame::{AudioConfig, VideoConfig};
use crate::package::VIDEO_TIMESCALE;

/// MPEG-4 audio, in the decoder configuration descriptor (ISO/IEC 14496-1, table 5).
const OBJECT_TYPE_AAC: u8 = 0x40;
const STREAM_TYPE_AUDIO: u8 = 5;

/// The init segment of a video track.
pub(crate) fn video(config: &VideoConfig) -> Bytes {
    let size = |pixels: u32| u16::try_from(pixels).expect("dimensions were checked when the configuration was read");
    let (width, height) = (size(config.width), size(config.height));
    let avcc = Avcc::decode_body(&mut config.avcc.as_ref()).expect("the record was read and written by codec::h264");
    let visual = Visual { data_reference_index: 1, width, height, ..Visual::default() };
    let codec = Codec::Avc1(Avc1 { visual, avcc, ..Avc1::default() });
    let tkhd = Tkhd { width: width.into(), height: height.into(), ..tkhd() };
    let media = Minf { vmhd: Some(Vmhd::default()), ..minf(codec) };
    file(tkhd, b"vide", VIDEO_TIMESCALE, media, SAMPLE_DELTA)
}

/// The init segment of an audio track.
pub(crate) fn audio(config: &AudioConfig) -> Bytes {
    let audio = Audio {
        data_reference_index: 1,
        channel_count: u16::from(config.channels),
        sample_size: 16,
        // The field has 16 bits; higher rates are in the AudioSpecificConfig only.
        sample_rate: u16::try_from(config.sample_rate).unwrap_or(0).into(),
    };
    let dec_config = DecoderConfig {
        object_type_indication: OBJECT_TYPE_AAC,
        stream_type: STREAM_TYPE_AUDIO,
        dec_specific: Some(DecoderSpecific { raw: config.asc.to_vec(), ..DecoderSpecific::default() }),
        ..DecoderConfig::default()
    };
    let es_desc = EsDescriptor { dec_config, sl_config: SLConfig::default(), ..EsDescriptor::default() };
    let codec = Codec::Mp4a(Mp4a { audio, esds: Esds { es_desc }, btrt: None, taic: None });
    let tkhd = Tkhd { volume: 1.into(), alternate_group: 1, ..tkhd() };
    let media = Minf { smhd: Some(Smhd::default()), ..minf(codec) };
    file(tkhd, b"soun", config.sample_rate, media, SAMPLE_SYNC)
}

fn tkhd() -> Tkhd {
    Tkhd { track_id: TRACK_ID, enabled: true, in_movie: true, ..Tkhd::default() }
}

fn minf(codec: Codec) -> Minf {
    let here = DrefEntry::Url(Url { location: String::new() });
    Minf {
        dinf: Dinf { dref: Dref { entries: vec![here] } },
        stbl: Stbl { stsd: Stsd { codecs: vec![codec] }, stco: Some(Stco::default()), ..Stbl::default() },
        ..Minf::default()
    }
}

fn file(tkhd: Tkhd, handler: &[u8; 4], timescale: u32, minf: Minf, default_sample_flags: u32) -> Bytes {
    let ftyp = Ftyp {
        major_brand: FourCC::new(b"iso6"),
        minor_version: 0,
        compatible_brands: [b"iso6", b"cmfc", b"mp41"].map(FourCC::new).to_vec(),
    };
    let mdia = Mdia {
        mdhd: Mdhd { timescale, language: "und".to_owned(), ..Mdhd::default() },
        hdlr: Hdlr { handler: FourCC::new(handler), name: "Plenary".to_owned() },
        minf,
    };
    let trex =
        Trex { track_id: TRACK_ID, default_sample_description_index: 1, default_sample_flags, ..Trex::default() };
    let moov = Moov {
        mvhd: Mvhd {
            timescale: 1000,
            rate: 1.into(),
            volume: 1.into(),
            next_track_id: TRACK_ID + 1,
            ..Mvhd::default()
        },
        mvex: Some(Mvex { mehd: None, trex: vec![trex] }),
        trak: vec![Trak { tkhd, mdia, ..Trak::default() }],
        ..Moov::default()
    };
    let mut out = Vec::with_capacity(1024);
    ftyp.encode(&mut out).expect("writing to memory");
    moov.encode(&mut out).expect("every field is in its range");
    Bytes::from(out)
}
