//! Latencies in logarithmic steps with 32 linear ones in each: about 3 % resolution at constant cost.

use std::time::Duration;

const STEPS: usize = 40;
const LINEAR: usize = 32;

#[derive(Clone, Debug)]
pub struct Histogram {
    counts: Vec<u64>,
    total: u64,
    max_us: u64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { counts: vec![0; LINEAR * STEPS], total: 0, max_us: 0 }
    }
}

impl Histogram {
    pub fn add(&mut self, latency: Duration) {
        self.add_us(latency.as_micros() as u64);
    }

    pub fn add_us(&mut self, us: u64) {
        let index = index(us).min(self.counts.len() - 1);
        self.counts[index] += 1;
        self.total += 1;
        self.max_us = self.max_us.max(us);
    }

    /// Quantile in milliseconds; 0 when nothing was added.
    pub fn quantile_ms(&self, quantile: f64) -> f64 {
        let wanted = ((self.total as f64) * quantile).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (index, count) in self.counts.iter().enumerate() {
            seen += count;
            if seen >= wanted {
                return value_us(index) as f64 / 1000.0;
            }
        }
        self.max_us as f64 / 1000.0
    }
}

fn index(us: u64) -> usize {
    let us = us.max(1);
    let exponent = 63 - us.leading_zeros() as u64;
    if exponent < 5 {
        return us as usize;
    }
    (((exponent - 4) * LINEAR as u64) + ((us >> (exponent - 5)) & 31)) as usize
}

fn value_us(index: usize) -> u64 {
    if index < LINEAR {
        return index as u64;
    }
    let exponent = (index / LINEAR) as u64 + 4;
    (1 << exponent) + (((index % LINEAR) as u64) << (exponent - 5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_within_their_resolution() {
        let mut latencies = Histogram::default();
        (1..=1000).for_each(|ms| latencies.add_us(ms * 1000));
        assert!((latencies.quantile_ms(0.5) - 500.0).abs() < 20.0);
        assert!((latencies.quantile_ms(0.99) - 990.0).abs() < 35.0);
        assert_eq!(Histogram::default().quantile_ms(0.5), 0.0);
    }
}
