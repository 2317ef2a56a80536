//! Collections of values that cost the same to clone and to compare, however much is in them.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::value::{Partition, Value};

/// Heavier content is not written out: a tree of it may be far larger than the source.
pub(super) const MAX_SHOWN_WEIGHT: u32 = 1000;

/// Something that values hold, shared by all of them and hashed when it is made: `t = (t, t)`
/// doubles what a tree of it has, and neither the memory nor the time that it takes.
pub struct Shared<T>(Arc<Hashed<T>>);

struct Hashed<T> {
    digest: Digest,
    weight: u32,
    constant: bool,
    skips: bool,
    content: T,
}

/// Two hashes of some content with different starts: what has both in common is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::model) struct Digest(u64, u64);

impl Digest {
    fn of(content: &impl Hash) -> Self {
        let with = |start: u64| {
            let mut hasher = DefaultHasher::new();
            hasher.write_u64(start);
            content.hash(&mut hasher);
            hasher.finish()
        };
        Self(with(0), with(1))
    }
}

/// What a collection is made of.
pub trait CollectionContent: Hash {
    /// Calls `visit` with every value in it.
    fn each_value(&self, visit: &mut dyn FnMut(&Value));
}

impl CollectionContent for Box<[Value]> {
    fn each_value(&self, visit: &mut dyn FnMut(&Value)) {
        self.iter().for_each(visit);
    }
}

impl CollectionContent for Box<[(Value, Partition)]> {
    fn each_value(&self, visit: &mut dyn FnMut(&Value)) {
        for (key, value) in self {
            visit(key);
            value.each_value(visit);
        }
    }
}

impl<T: CollectionContent> Shared<T> {
    /// Shares this.
    pub fn new(content: T) -> Self {
        let (mut weight, mut constant, mut skips) = (1, true, false);
        content.each_value(&mut |value| {
            weight = value.weight().saturating_add(weight);
            constant &= value.is_constant();
            skips |= value.skips();
        });
        Self(Arc::new(Hashed {
            digest: Digest::of(&content),
            weight,
            constant,
            skips,
            content,
        }))
    }

    /// How many values there are in it and in what it holds, as a tree.
    pub(super) fn weight(&self) -> u32 {
        self.0.weight
    }

    /// Whether all in it can be compared by what it is.
    pub(super) fn is_constant(&self) -> bool {
        self.0.constant
    }

    /// Whether something in it skips a test.
    pub(super) fn skips(&self) -> bool {
        self.0.skips
    }

    /// Stands for the content where it is looked for again.
    pub(in crate::model) fn digest(&self) -> Digest {
        self.0.digest
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0.content
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.digest == other.0.digest
    }
}

impl<T> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.digest.hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.weight > MAX_SHOWN_WEIGHT {
            return f.write_str("…");
        }
        self.0.content.fmt(f)
    }
}

impl<V> From<Vec<V>> for Shared<Box<[V]>>
where
    Box<[V]>: CollectionContent,
{
    fn from(content: Vec<V>) -> Self {
        Self::new(content.into())
    }
}

impl<V, const LENGTH: usize> From<[V; LENGTH]> for Shared<Box<[V]>>
where
    Box<[V]>: CollectionContent,
{
    fn from(content: [V; LENGTH]) -> Self {
        Self::new(Box::new(content))
    }
}

impl<V> FromIterator<V> for Shared<Box<[V]>>
where
    Box<[V]>: CollectionContent,
{
    fn from_iter<I: IntoIterator<Item = V>>(values: I) -> Self {
        Self::new(values.into_iter().collect())
    }
}

impl<T: Serialize> Serialize for Shared<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.content.serialize(serializer)
    }
}

impl<'de, T: CollectionContent + Deserialize<'de>> Deserialize<'de> for Shared<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::new)
    }
}
