//! The boxes as another reader sees them.

use bytes::Bytes;
use expect_test::expect;
use mp4_atom::{Any, Codec, ReadFrom as _};

use super::chunk::{Chunk, Opening, Sample};
use super::clock::Instant;
use super::init;
use crate::checks::{audio_config, video_config};

fn boxes(mut file: &[u8]) -> Vec<Any> {
    let mut atoms = Vec::new();
    while let Some(atom) = Option::<Any>::read_from(&mut file).expect("readable boxes") {
        atoms.push(atom);
    }
    atoms
}

#[test]
fn an_init_segment_describes_its_track_and_has_no_samples() {
    for (file, handler, timescale) in
        [(init::video(&video_config()), b"vide", 90_000), (init::audio(&audio_config()), b"soun", 48_000)]
    {
        let [Any::Ftyp(ftyp), Any::Moov(moov)] = &boxes(&file)[..] else { panic!("ftyp and moov") };
        assert!(ftyp.compatible_brands.contains(&b"cmfc".into()));
        assert_eq!(moov.mvex.as_ref().map(|mvex| mvex.trex.len()), Some(1));
        let [trak] = &moov.trak[..] else { panic!("one track") };
        assert_eq!(trak.mdia.hdlr.handler, handler.into());
        assert_eq!(trak.mdia.mdhd.timescale, timescale);
        assert!(trak.mdia.minf.stbl.stts.entries.is_empty());
        match &trak.mdia.minf.stbl.stsd.codecs[..] {
            [Codec::Avc1(avc1)] => {
                assert_eq!((avc1.visual.width, avc1.visual.height), (1280, 720));
                assert_eq!(avc1.avcc.length_size, 4);
            }
            [Codec::Mp4a(mp4a)] => {
                assert_eq!((mp4a.audio.channel_count, mp4a.audio.sample_rate.integer()), (2, 48_000));
                let specific = mp4a.esds.es_desc.dec_config.dec_specific.as_ref();
                assert_eq!(specific.map(|specific| &specific.raw[..]), Some(&audio_config().asc[..]));
            }
            other => panic!("{other:?}"),
        }
    }
    // The record goes through another parser and comes out as it was.
    let record = &video_config().avcc;
    assert!(init::video(&video_config()).windows(record.len()).any(|window| window == &record[..]));
}

#[test]
fn a_chunk_reads_as_it_was_meant() {
    let samples = [
        Sample { duration: 3000, composition: 6000, key: true, data: Bytes::from_static(b"key") },
        Sample { duration: 3003, composition: -90, key: false, data: Bytes::from_static(b"other") },
    ];
    let instant = Instant { id: 7, time: 96_000, timescale: 90_000, wall_ms: 1_795_262_400_123 };
    let chunk = Chunk {
        sequence: 3,
        decode_time: 1 << 33,
        opening: Some(Opening { media_time: 96_000, wall_ms: 1_795_262_400_123 }),
        instants: &[instant],
        flags: true,
        samples: &samples,
    };
    let bytes = chunk.write();
    let [Any::Styp(_), Any::Prft(prft), Any::Emsg(emsg), Any::Moof(moof), Any::Mdat(mdat)] = &boxes(&bytes)[..] else {
        panic!("styp prft emsg moof mdat")
    };
    assert_eq!(mdat.data, b"keyother");
    // 2026-11-21T12:00:00.123Z in NTP: 1795262400 + 2208988800 seconds.
    assert_eq!((prft.ntp_timestamp >> 32, prft.media_time), (4_004_251_200, 96_000));
    assert_eq!(((prft.ntp_timestamp & 0xffff_ffff) * 1000) >> 32, 122);
    expect![[r#"
        Emsg {
            timescale: 90000,
            presentation_time: Absolute(
                96000,
            ),
            event_duration: 90000,
            id: 7,
            scheme_id_uri: "https://aomedia.org/emsg/ID3",
            value: "",
            message_data: [
                73,
                68,
                51,
                4,
                0,
                0,
                0,
                0,
                0,
                38,
                84,
                69,
                88,
                84,
                0,
                0,
                0,
                28,
                0,
                0,
                3,
                123,
                34,
                116,
                105,
                109,
                101,
                115,
                116,
                97,
                109,
                112,
                34,
                58,
                49,
                55,
                57,
                53,
                50,
                54,
                50,
                52,
                48,
                48,
                49,
                50,
                51,
                125,
            ],
        }
    "#]]
    .assert_debug_eq(emsg);
    expect![[r#"
        Moof {
            mfhd: Mfhd {
                sequence_number: 3,
            },
            traf: [
                Traf {
                    tfhd: Tfhd {
                        track_id: 1,
                        base_data_offset: None,
                        sample_description_index: None,
                        default_sample_duration: None,
                        default_sample_size: None,
                        default_sample_flags: None,
                        duration_is_empty: false,
                        default_base_is_moof: true,
                    },
                    tfdt: Some(
                        Tfdt {
                            base_media_decode_time: 8589934592,
                        },
                    ),
                    trun: [
                        Trun {
                            data_offset: Some(
                                128,
                            ),
                            samples: Explicit(
                                [
                                    TrunEntry {
                                        duration: Some(
                                            3000,
                                        ),
                                        size: Some(
                                            3,
                                        ),
                                        flags: Some(
                                            33554432,
                                        ),
                                        cts: Some(
                                            6000,
                                        ),
                                    },
                                    TrunEntry {
                                        duration: Some(
                                            3003,
                                        ),
                                        size: Some(
                                            5,
                                        ),
                                        flags: Some(
                                            16842752,
                                        ),
                                        cts: Some(
                                            -90,
                                        ),
                                    },
                                ],
                            ),
                        },
                    ],
                    sbgp: [],
                    sgpd: [],
                    subs: [],
                    saiz: [],
                    saio: [],
                    meta: None,
                    senc: None,
                    udta: None,
                },
            ],
        }
    "#]]
    .assert_debug_eq(moof);
    let traf = &moof.traf[0];
    let offset = traf.trun[0].data_offset.expect("a data offset");
    let moof_at = bytes.windows(4).position(|at| at == b"moof").expect("moof") - 4;
    let payload = moof_at + usize::try_from(offset).expect("positive");
    assert_eq!(&bytes[payload..], b"keyother");
}

#[test]
fn audio_needs_neither_flags_nor_composition() {
    let samples = [Sample { duration: 1024, composition: 0, key: true, data: Bytes::from_static(b"a") }];
    let chunk = Chunk { sequence: 1, decode_time: 0, opening: None, instants: &[], flags: false, samples: &samples };
    assert_eq!(chunk.write().len(), 8 + 16 + 8 + 16 + 20 + 20 + 8 + 8 + 1);
}
