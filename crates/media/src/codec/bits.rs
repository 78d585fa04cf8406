//! The bit reader all configuration parsers share. Most significant bit first; `None` means the data ended.

/// Reads bits from a slice. Never reads past its end and never panics.
#[derive(Clone, Debug)]
pub(crate) struct Bits<'a> {
    data: &'a [u8],
    /// Position in bits.
    at: usize,
}

impl<'a> Bits<'a> {
    pub(crate) fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0 }
    }

    pub(crate) fn bit(&mut self) -> Option<bool> {
        let byte = self.data.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1;
        self.at += 1;
        Some(bit == 1)
    }

    /// The next `count` bits, at most 32, as a number.
    pub(crate) fn bits(&mut self, count: u32) -> Option<u32> {
        debug_assert!(count <= 32, "a number has at most 32 bits");
        let mut value = 0u32;
        for _ in 0..count {
            value = value << 1 | u32::from(self.bit()?);
        }
        Some(value)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.bits(8).map(|value| value.to_be_bytes()[3])
    }

    pub(crate) fn skip(&mut self, count: u32) -> Option<()> {
        for _ in 0..count {
            self.bit()?;
        }
        Some(())
    }

    /// Bits left.
    pub(crate) fn left(&self) -> usize {
        (self.data.len() * 8).saturating_sub(self.at)
    }

    /// Unsigned Exp-Golomb code (ITU-T H.264, 9.1). `None` also for codes above 32 bits, which nothing needs.
    pub(crate) fn ue(&mut self) -> Option<u32> {
        let mut zeros = 0;
        while !self.bit()? {
            zeros += 1;
            if zeros > 31 {
                return None;
            }
        }
        let rest = self.bits(zeros)?;
        Some((1u32 << zeros) - 1 + rest)
    }

    /// Signed Exp-Golomb code (ITU-T H.264, 9.1.1).
    pub(crate) fn se(&mut self) -> Option<i32> {
        let code = i64::from(self.ue()?);
        let value = if code % 2 == 0 { -(code / 2) } else { (code + 1) / 2 };
        i32::try_from(value).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_golomb_codes_read_as_in_the_table_of_9_1() {
        // 1 | 010 | 011 | 00100 | 00101 | 0001000
        let data = [0b1010_0110, 0b0100_0010, 0b1000_1000];
        let mut bits = Bits::new(&data);
        let read: Vec<_> = (0..6).map(|_| bits.ue()).collect();
        assert_eq!(read, [Some(0), Some(1), Some(2), Some(3), Some(4), Some(7)]);
        let mut bits = Bits::new(&data);
        let read: Vec<_> = (0..6).map(|_| bits.se()).collect();
        assert_eq!(read, [Some(0), Some(1), Some(-1), Some(2), Some(-2), Some(4)]);
    }

    #[test]
    fn the_end_is_none_and_stays_none() {
        let mut bits = Bits::new(&[0xff]);
        assert_eq!(bits.bits(8), Some(0xff));
        assert_eq!((bits.bit(), bits.ue(), bits.byte(), bits.left()), (None, None, None, 0));
        assert_eq!(Bits::new(&[0; 8]).ue(), None);
    }
}
