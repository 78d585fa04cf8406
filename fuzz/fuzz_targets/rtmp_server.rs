#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| wire::checks::rtmp_server(data));
