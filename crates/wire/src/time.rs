//! Milliseconds that wrap every 49.7 days, made to count on.

/// Turns RTMP's wrapping 32-bit milliseconds into milliseconds that do not wrap.
///
/// Each value is placed at the instant nearest to the one before it, so time may step back by up to 24.8 days and
/// forward by as much; a wrap is a small step forward. One `Unwrap32` per publication, shared by audio and video.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwrap32 {
    last: Option<i64>,
}

impl Unwrap32 {
    pub const fn new() -> Self {
        Self { last: None }
    }

    /// The first value is taken as it is. A step of exactly 2^31 counts as backwards.
    pub fn unwrap(&mut self, timestamp_ms: u32) -> i64 {
        let unwrapped = match self.last {
            None => i64::from(timestamp_ms),
            Some(last) => {
                // The low 32 bits of `last` are the timestamp it came from; the difference, read as signed, is the step.
                let low = u32::try_from(last & 0xffff_ffff).expect("masked to 32 bits");
                last.saturating_add(i64::from(timestamp_ms.wrapping_sub(low).cast_signed()))
            }
        };
        self.last = Some(unwrapped);
        unwrapped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_wrap_is_a_small_step() {
        let cases: &[(&str, &[u32], &[i64])] = &[
            ("forwards", &[0, 40, 80], &[0, 40, 80]),
            ("wrap", &[0xffff_fff0, 0x18, 0x40], &[0xffff_fff0, 0x1_0000_0018, 0x1_0000_0040]),
            (
                "audio a little behind video at the wrap",
                &[0xffff_fff0, 5, 0xffff_fff8, 30],
                &[0xffff_fff0, 0x1_0000_0005, 0xffff_fff8, 0x1_0000_001e],
            ),
            ("a step back before zero", &[5, 0xffff_ffff], &[5, -1]),
            ("half way round counts as back", &[0x8000_0000, 0], &[0x8000_0000, 0]),
        ];
        for (name, given, expected) in cases {
            let mut clock = Unwrap32::new();
            let got: Vec<i64> = given.iter().map(|ms| clock.unwrap(*ms)).collect();
            assert_eq!(&got, expected, "{name}");
        }
    }

    proptest! {
        #[test]
        fn steps_add_up(first: u32, steps in proptest::collection::vec(-0x7fff_ffffi64..0x7fff_ffff, 0..50)) {
            let mut clock = Unwrap32::new();
            let mut truth = i64::from(first);
            prop_assert_eq!(clock.unwrap(first), truth);
            for step in steps {
                truth += step;
                let low = u32::try_from(truth.rem_euclid(1 << 32)).expect("32 bits");
                prop_assert_eq!(clock.unwrap(low), truth);
            }
        }
    }
}
