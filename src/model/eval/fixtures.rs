//! Fixtures of pytest: a test that asks for one that skips does not run.

use crate::limits::reached;
use crate::model::eval::evaluator::Evaluator;
use crate::model::link::call_sites::{FunctionUse, Used};
use crate::model::value::{FunctionId, Partition, Value};
use crate::syntax::ast::{Argument, ArgumentKind, Expr, ExprKind, Name};
use crate::world::Worlds;

/// What makes a function a fixture.
const FIXTURES: [&str; 2] = ["pytest.fixture", "pytest_asyncio.fixture"];
/// Fixtures that ask for each other deeper than this are not followed.
const MAX_FIXTURE_DEPTH: u32 = 6;

/// Whether a decorator of this name makes a function a fixture.
pub(in crate::model) fn is_fixture(decorator: &str) -> bool {
    FIXTURES.contains(&decorator)
}

/// Whether a decorator makes a fixture that every test gets: `@pytest.fixture(autouse=True)`.
pub(in crate::model) fn is_for_all(decorator: &Expr) -> bool {
    let ExprKind::Call { arguments, .. } = &decorator.kind else {
        return false;
    };
    let is_it = |argument: &Argument| {
        matches!(&argument.kind, ArgumentKind::Keyword(name) if &**name == "autouse")
            && !matches!(argument.value.kind, ExprKind::Bool(false))
    };
    arguments.iter().any(is_it)
}

impl Evaluator<'_> {
    /// The worlds in which a test does not run because a fixture that it gets skips it.
    pub(in crate::model) fn skipped_by_fixtures(&mut self, id: FunctionId) -> Worlds {
        let info = &self.functions[id.0 as usize];
        let is_test = !info.local && info.function.name.starts_with("test");
        if !is_test && !info.fixture {
            return Worlds::NONE;
        }
        let mut skipped = self.skipped_by_parameters(id, 0);
        if is_test {
            for fixture in self.for_all_tests.clone() {
                skipped |= self.skipped_by_fixture(fixture, 1);
            }
        }
        skipped
    }

    fn skipped_by_parameters(&mut self, id: FunctionId, depth: u32) -> Worlds {
        let function = self.function_of(id);
        let parameters = function
            .parameters
            .iter()
            .map(|parameter| Name::clone(&parameter.name));
        let used = function.decorators.iter().flat_map(used_fixtures);
        let names: Vec<Name> = parameters.chain(used).collect();
        let mut skipped = Worlds::NONE;
        for name in names {
            let module = self.scopes.first();
            let value = module.and_then(|module| module.environment.get(&*name));
            let value = value.cloned();
            skipped |= match &value {
                Some(value) => self.skipped_by_value(value, depth),
                None => self.skipped_by_conftest(&name),
            };
        }
        skipped
    }

    fn skipped_by_value(&mut self, value: &Partition, depth: u32) -> Worlds {
        let parts: Vec<(Worlds, Value)> = value
            .parts(Worlds::ALL)
            .map(|(worlds, value)| (worlds, value.clone()))
            .collect();
        let mut skipped = Worlds::NONE;
        for (worlds, value) in parts {
            skipped |= worlds
                & match &value {
                    Value::Function(id) => self.skipped_by_fixture(*id, depth + 1),
                    Value::Returns(made) => never(made),
                    _ => Worlds::NONE,
                };
        }
        skipped
    }

    /// The worlds in which a fixture of the document does not come back.
    pub(in crate::model) fn skipped_by_fixture(&mut self, id: FunctionId, depth: u32) -> Worlds {
        if depth > MAX_FIXTURE_DEPTH {
            reached("fixtures that depend on fixtures");
            return Worlds::NONE;
        }
        let info = &self.functions[id.0 as usize];
        if !info.fixture || self.busy.contains(&id) {
            return Worlds::NONE;
        }
        self.busy.push(id);
        // Where it yields the test runs, so it is looked at as if it were no generator.
        let outcome = self.quietly(|this| this.run(id, Worlds::ALL));
        let skipped = !outcome.comes_back | self.skipped_by_parameters(id, depth);
        self.busy.pop();
        skipped
    }

    /// What a test or a fixture is given for a parameter: what the fixture of its name returns.
    pub(in crate::model) fn fixture_value(
        &mut self,
        id: FunctionId,
        name: &Name,
    ) -> Option<Partition> {
        let info = &self.functions[id.0 as usize];
        let is_test = !info.local && info.function.name.starts_with("test");
        if !is_test && !info.fixture {
            return None;
        }
        let named = self.scopes.first()?.environment.get(name)?.clone();
        let mut parts = named.parts(Worlds::ALL);
        let fixture = parts.find_map(|(_, value)| match value {
            Value::Function(fixture) => Some(*fixture),
            _ => None,
        })?;
        let info = &self.functions[fixture.0 as usize];
        if !info.fixture || info.function.lazy || fixture == id {
            return None;
        }
        let value = self.outcome(fixture).value;
        let known = |value: &Value| matches!(value, Value::Made(..) | Value::Object(..));
        let worlds = value.worlds(Worlds::ALL, known);
        (!worlds.is_empty()).then_some(value)
    }

    fn skipped_by_conftest(&self, name: &str) -> Worlds {
        let found = self.surroundings.conftest(name);
        found.map_or(Worlds::NONE, |value| {
            let parts = value.parts(Worlds::ALL);
            parts.fold(Worlds::NONE, |skipped, (worlds, value)| match value {
                Value::Returns(made) => skipped | worlds & never(made),
                _ => skipped,
            })
        })
    }
}

impl Evaluator<'_> {
    /// Lets fixtures run where tests of the document do that ask for them, if any does.
    pub(in crate::model) fn keep_fixtures_to_tests(&mut self) {
        let Some(module) = self.scopes.first() else {
            return;
        };
        let mut asked: Vec<(FunctionId, FunctionId)> = Vec::new();
        for (at, info) in self.functions.iter().enumerate() {
            if !info.fixture && !info.function.name.starts_with("test") {
                continue;
            }
            let by = FunctionId(u32::try_from(at).unwrap_or(u32::MAX));
            let function = &info.function;
            let parameters = function
                .parameters
                .iter()
                .map(|parameter| Name::clone(&parameter.name));
            let used = function.decorators.iter().flat_map(used_fixtures);
            for name in parameters.chain(used) {
                let value = module.environment.get(&*name);
                let mut parts = value.into_iter().flat_map(|value| value.parts(Worlds::ALL));
                let found = parts.find_map(|(_, value)| match value {
                    Value::Function(id) => Some(*id),
                    _ => None,
                });
                if let Some(id) = found
                    && self.functions[id.0 as usize].fixture
                    && !self.for_all_tests.contains(&id)
                {
                    asked.push((id, by));
                }
            }
        }
        for (fixture, by) in asked {
            self.functions[fixture.0 as usize].open = false;
            let usage = self.function_use(Used::Function(fixture), Worlds::ALL, true);
            self.function_uses.push(FunctionUse {
                owner: Some(by),
                call: true,
                ..usage
            });
        }
    }
}

/// The worlds in which a call does not come back.
fn never(made: &Partition) -> Worlds {
    made.worlds(Worlds::ALL, |value| *value == Value::Never)
}

/// The names in `@pytest.mark.usefixtures("one", "other")`.
fn used_fixtures(decorator: &Expr) -> Vec<Name> {
    let ExprKind::Call {
        function,
        arguments,
    } = &decorator.kind
    else {
        return Vec::new();
    };
    let is_it =
        matches!(&function.kind, ExprKind::Attribute { name, .. } if &**name == "usefixtures");
    let text = |argument: &Argument| match &argument.value.kind {
        ExprKind::Str(text) if is_it => Some(Name::clone(text)),
        _ => None,
    };
    arguments.iter().filter_map(text).collect()
}
