#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| media::checks::media_h264_config(data));
