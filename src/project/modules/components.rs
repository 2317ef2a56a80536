//! Which modules import each other in a circle: the strongly connected components of a graph.

/// The components, each after those that it leads to. The stack of this function does not grow with
/// the length of a chain.
pub(in crate::project) fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = ComponentSearch {
        order: vec![None; edges.len()],
        low: vec![0; edges.len()],
        waiting: vec![false; edges.len()],
        ..ComponentSearch::default()
    };
    for start in 0..edges.len() {
        if search.order[start].is_none() {
            search.from(start, edges);
        }
    }
    search.found
}

/// Tarjan's algorithm.
#[derive(Default)]
struct ComponentSearch {
    /// When each node was first seen.
    order: Vec<Option<usize>>,
    /// The earliest node that each one leads back to.
    low: Vec<usize>,
    /// Whether it is in no component yet.
    waiting: Vec<bool>,
    stack: Vec<usize>,
    seen: usize,
    found: Vec<Vec<usize>>,
}

impl ComponentSearch {
    fn from(&mut self, start: usize, edges: &[Vec<usize>]) {
        // Each node with how many of its edges were followed.
        let mut path = vec![(start, 0)];
        self.enter(start);
        while let Some((node, followed)) = path.last_mut() {
            let node = *node;
            if let Some(&next) = edges[node].get(*followed) {
                *followed += 1;
                match self.order[next] {
                    None => {
                        self.enter(next);
                        path.push((next, 0));
                    }
                    Some(order) if self.waiting[next] => {
                        self.low[node] = self.low[node].min(order);
                    }
                    Some(_) => {}
                }
                continue;
            }
            path.pop();
            if let Some((before, _)) = path.last() {
                self.low[*before] = self.low[*before].min(self.low[node]);
            }
            if self.order[node] == Some(self.low[node]) {
                self.close(node);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.order[node] = Some(self.seen);
        self.low[node] = self.seen;
        self.seen += 1;
        self.waiting[node] = true;
        self.stack.push(node);
    }

    fn close(&mut self, node: usize) {
        let at = self.stack.iter().rposition(|&member| member == node);
        let component = self.stack.split_off(at.unwrap_or(0));
        component
            .iter()
            .for_each(|&member| self.waiting[member] = false);
        self.found.push(component);
    }
}
