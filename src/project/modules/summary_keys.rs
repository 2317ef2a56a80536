//! Under which hash the summaries of a circle of modules are kept: all that they are made from.

use std::path::Path;
use std::sync::{Arc, PoisonError};

use foldhash::HashSet;

use super::Modules;
use super::graph::Graph;
use super::resolve::ResolvedModule;
use super::search::ModuleLocation;
use crate::model::surroundings::Summary;
use crate::project::content_hash::{Key, key};

impl Modules {
    /// The hash for a circle; `None` where something that it imports has none, or nothing is kept.
    pub(super) fn key_of(&self, graph: &Graph, circle: &[usize]) -> Option<Key> {
        if !self.kept.is_used() {
            return None;
        }
        let mut parts: Vec<Vec<u8>> = vec![self.worlds.to_string().into_bytes()];
        let inside: HashSet<usize> = circle.iter().copied().collect();
        for &member in circle {
            let node = &graph.nodes[member];
            parts.push(node.hash.to_vec());
            let importer = &node.source.module.dotted;
            parts.push(importer.clone().into_bytes());
            parts.push(node.source.root.to_string_lossy().into_owned().into_bytes());
            parts.push(self.limits.in_words(importer).into_bytes());
            parts.push(self.supply_in_words(importer).into_bytes());
            for name in &node.wants {
                parts.push(name.clone().into_bytes());
                parts.push(self.key_of_import(graph, &inside, name)?);
            }
        }
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        Some(key(&parts))
    }

    fn key_of_import(&self, graph: &Graph, circle: &HashSet<usize>, name: &str) -> Option<Vec<u8>> {
        Some(match self.find(name) {
            None => b"absent".to_vec(),
            Some(ModuleLocation::Here(ResolvedModule::File { path, .. })) => {
                match graph.by_path.get(&path) {
                    Some(node) if circle.contains(node) => b"circle".to_vec(),
                    _ => self.key_at(&path)?.to_vec(),
                }
            }
            Some(ModuleLocation::Here(_)) => b"unread".to_vec(),
            Some(ModuleLocation::Base(base)) => match base.find(name) {
                Some(ModuleLocation::Here(ResolvedModule::File { path, .. })) => {
                    base.key_at(&path)?.to_vec()
                }
                Some(_) => b"unread".to_vec(),
                None => b"absent".to_vec(),
            },
        })
    }

    fn key_at(&self, path: &Path) -> Option<Key> {
        let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.get(path).copied()
    }

    /// What an earlier run found out about every module of a circle.
    pub(super) fn kept_circle(
        &self,
        graph: &Graph,
        circle: &[usize],
        whole: &Key,
    ) -> Option<Vec<(usize, Arc<Summary>)>> {
        let of = |&node: &usize| Some((node, self.kept.get(&self.member_key(graph, node, whole))?));
        circle.iter().map(of).collect()
    }

    /// Keeps what was found out about a circle.
    pub(super) fn keep_circle(
        &self,
        graph: &Graph,
        node: usize,
        whole: &Key,
        summary: &Arc<Summary>,
    ) {
        let key = self.member_key(graph, node, whole);
        self.kept.put(&key, summary);
    }

    /// Notes the hash of a module, for those that import it.
    pub(super) fn note_key(&self, graph: &Graph, node: usize, whole: &Key) {
        let key = self.member_key(graph, node, whole);
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        keys.insert(graph.nodes[node].source.path.clone(), key);
    }

    fn member_key(&self, graph: &Graph, node: usize, whole: &Key) -> Key {
        key(&[whole, &graph.nodes[node].hash])
    }
}
