//! Lists by a key, in two vectors: what stands in one list is found without a look at the others.

/// Numbers by a key, each key's in their order.
#[derive(Debug)]
pub(in crate::model) struct Index {
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Index {
    /// The places of keys below `length`.
    pub(in crate::model) fn of(length: usize, keys: impl Iterator<Item = usize> + Clone) -> Self {
        let mut starts = vec![0; length + 1];
        for key in keys.clone() {
            starts[key + 1] += 1;
        }
        for key in 0..length {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut numbers = vec![0; starts[length] as usize];
        for (number, key) in (0..).zip(keys) {
            numbers[next[key] as usize] = number;
            next[key] += 1;
        }
        Self { starts, numbers }
    }

    pub(in crate::model) fn at(&self, key: usize) -> &[u32] {
        &self.numbers[self.starts[key] as usize..self.starts[key + 1] as usize]
    }
}
