//! Time as types: wall-clock milliseconds for the world, exact ticks for media. No floats.

use std::num::NonZeroU32;
use std::ops::{Add, Sub};
use std::time::Duration;

/// Wall-clock instant, milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Whole seconds, rounded down: the unit of every Kaltura time field.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Time since `earlier`; zero if it lies in the future.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// `Sat, 21 Nov 2026 12:00:00 GMT`, the form of dates in HTTP headers (RFC 9110, 5.6.7).
    pub fn to_http_date(self) -> String {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]; // the first day of all was a Thursday
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let days = self.0.div_euclid(86_400_000);
        let (year, month, day) = civil_from_days(days);
        let name = |names: &'static [&str], index: i64| names[usize::try_from(index).unwrap_or(0) % names.len()];
        let (weekday, month) = (name(&DAYS, days.rem_euclid(7)), name(&MONTHS, month - 1));
        let seconds = self.0.rem_euclid(86_400_000) / 1000;
        let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        format!("{weekday}, {day:02} {month} {year:04} {h:02}:{m:02}:{s:02} GMT")
    }

    /// `2026-11-21T12:00:00.000Z`, the form of EXT-X-PROGRAM-DATE-TIME.
    pub fn to_rfc3339(self) -> String {
        let (year, month, day) = civil_from_days(self.0.div_euclid(86_400_000));
        let ms = self.0.rem_euclid(86_400_000);
        let (h, m, s, ms) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
        format!("{year:04}-{month:02}-{day:02}T{h:02}:{m:02}:{s:02}.{ms:03}Z")
    }
}

impl Add<Duration> for UnixMillis {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl Sub<Duration> for UnixMillis {
    type Output = Self;
    fn sub(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }
}

/// Days since 1970-01-01 to proleptic Gregorian year, month, day (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, day)
}

/// Media time: `value / scale` seconds, exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticks {
    pub value: i64,
    pub scale: NonZeroU32,
}

impl Ticks {
    pub const fn new(value: i64, scale: NonZeroU32) -> Self {
        Self { value, scale }
    }

    /// The same instant on another scale, rounded to the nearest tick, halves away from zero. Saturates.
    pub fn rescale(self, scale: NonZeroU32) -> Self {
        let numerator = i128::from(self.value) * i128::from(scale.get());
        let denominator = i128::from(self.scale.get());
        let half = if numerator < 0 { -denominator / 2 } else { denominator / 2 };
        let value = (numerator + half) / denominator;
        Self { value: i64::try_from(value).unwrap_or(if value < 0 { i64::MIN } else { i64::MAX }), scale }
    }

    pub fn millis(self) -> i64 {
        const MILLI: NonZeroU32 = NonZeroU32::new(1000).expect("not zero");
        self.rescale(MILLI).value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_print_as_rfc3339() {
        let cases = [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_868_800_000, "2000-03-01T00:00:00.000Z"),
            (1_795_262_400_123, "2026-11-21T12:00:00.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ];
        for (ms, text) in cases {
            assert_eq!(UnixMillis(ms).to_rfc3339(), text);
        }
    }

    #[test]
    fn http_dates() {
        let cases = [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777_000, "Sun, 06 Nov 1994 08:49:37 GMT"), // the example of RFC 9110
            (951_782_400_999, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (-1000, "Wed, 31 Dec 1969 23:59:59 GMT"),
        ];
        for (ms, text) in cases {
            assert_eq!(UnixMillis(ms).to_http_date(), text);
        }
    }

    proptest! {
        #[test]
        fn a_finer_scale_loses_nothing(value in -1_000_000_000_000i64..1_000_000_000_000, scale in 1u32..200_000, factor in 1u32..1000) {
            let scale = NonZeroU32::new(scale).expect("not zero");
            let finer = scale.checked_mul(NonZeroU32::new(factor).expect("not zero")).expect("small");
            let ticks = Ticks::new(value, scale);
            prop_assert_eq!(ticks.rescale(finer).rescale(scale), ticks);
        }
    }
}
