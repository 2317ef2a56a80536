//! Guards: conditions split worlds into those where they can be true and those where they can be
//! false.

use crate::facts::lists;
use crate::model::eval::evaluator::Evaluator;
use crate::model::eval::known_calls::has_name;
use crate::model::value::{Partition, Value};
use crate::syntax::ast::{Comparison, Expr, ExprKind};
use crate::world::{FIRST_MINOR, LAST_MINOR, Worlds};

impl Evaluator<'_> {
    /// The worlds, of those that reach this place, in which the condition can be true and in
    /// which it can be false. What could not be decided is added to `unclear`.
    pub(in crate::model) fn split(&mut self, test: &Expr) -> (Worlds, Worlds) {
        match &test.kind {
            ExprKind::Not(inner) => {
                let (when_true, when_false) = self.split(inner);
                (when_false, when_true)
            }
            ExprKind::And(left, right) => {
                let (left_true, left_false) = self.split(left);
                self.reach = left_true;
                let checked = self.checked.len();
                let holds = self.checked(left);
                self.checked.extend(holds);
                let (when_true, right_false) = self.split(right);
                self.checked.truncate(checked);
                self.reach = left_true | left_false;
                (when_true, left_false | right_false)
            }
            ExprKind::Or(left, right) => {
                let (left_true, left_false) = self.split(left);
                self.reach = left_false;
                let (right_true, when_false) = self.split(right);
                self.reach = left_true | left_false;
                (left_true | right_true, when_false)
            }
            _ => {
                let value = self.eval(test);
                let (when_true, when_false) = self.less_denied(test, value.split(self.reach));
                let both = when_true & when_false;
                if !both.is_empty() {
                    let unclear = self.undecided(test, both);
                    self.unclear.push(unclear);
                }
                (when_true, when_false)
            }
        }
    }

    /// `a < b <= c`: every link has to hold.
    pub(in crate::model) fn comparison(
        &mut self,
        first: &Expr,
        rest: &[(Comparison, Expr)],
    ) -> Partition {
        let mut left = self.eval_compared(first);
        let mut result: Option<Partition> = None;
        for (operator, operand) in rest {
            let right = self.eval_compared(operand);
            self.note_substring((first, &left), *operator, (operand, &right));
            let link = match self.named_in_module(&left, *operator, operand) {
                Some(link) => link,
                None => compare(&left, *operator, &right, self.reach),
            };
            result = Some(match result {
                None => link,
                Some(before) => both(&before, &link, self.reach),
            });
            left = right;
        }
        result.unwrap_or_default()
    }

    /// A function that is named here is only compared with another: `chosen is posix_worker`.
    fn eval_compared(&mut self, operand: &Expr) -> Partition {
        let is_name = matches!(operand.kind, ExprKind::Name(_) | ExprKind::Attribute { .. });
        let outer = self.not_used;
        self.not_used |= is_name;
        let value = self.eval(operand);
        self.not_used = outer;
        value
    }

    /// `"fork" in dir(os)`, `"fork" in os.__dict__`
    fn named_in_module(
        &mut self,
        name: &Partition,
        operator: Comparison,
        operand: &Expr,
    ) -> Option<Partition> {
        let module = match &operand.kind {
            ExprKind::Call {
                function,
                arguments,
            } if matches!(&function.kind, ExprKind::Name(asks) if matches!(&**asks, "dir" | "vars")) => {
                &arguments.first()?.value
            }
            ExprKind::Attribute { object, name } if matches!(&**name, "__all__" | "__dict__") => {
                object
            }
            _ => return None,
        };
        let module = self.aside(module);
        let has = has_name(self.reach, &module, name);
        match operator {
            Comparison::In => Some(has),
            Comparison::NotIn => {
                let (when_true, when_false) = has.split(self.reach);
                Some(Partition::truth(when_false, when_true))
            }
            _ => None,
        }
    }
}

/// The class of objects that are nothing but themselves.
pub(in crate::model) const OBJECT: &str = "builtins.object";

fn both(left: &Partition, right: &Partition, within: Worlds) -> Partition {
    let (left_true, left_false) = left.split(within);
    let (right_true, right_false) = right.split(within);
    Partition::truth(left_true & right_true, left_false | right_false)
}

/// Whether two values are equal, world by world.
pub(in crate::model) fn equal(left: &Partition, right: &Partition, within: Worlds) -> Partition {
    compare(left, Comparison::Equal, right, within)
}

pub(super) fn compare(
    left: &Partition,
    operator: Comparison,
    right: &Partition,
    within: Worlds,
) -> Partition {
    left.then(within, |worlds, left| {
        right.then(worlds, |worlds, right| {
            compare_values(left, operator, right, worlds)
        })
    })
}

fn compare_values(left: &Value, operator: Comparison, right: &Value, worlds: Worlds) -> Partition {
    if let Value::Version(items) = left {
        return compare_version(*items, operator, right, worlds);
    }
    if let Value::Version(items) = right {
        return compare_version(*items, mirrored(operator), left, worlds);
    }
    if let (Value::Str(module), Value::Symbol(names)) = (left, right)
        && &**names == "sys.builtin_module_names"
    {
        return built_in(module, operator, worlds);
    }
    if let (Value::Str(name), Value::Symbol(names)) = (left, right)
        && &**names == "os.sysconf_names"
        && lists::SYSCONF_NAMES.has(name)
    {
        return everywhere(operator);
    }
    if let (Value::Items(left), Value::Items(right)) = (left, right)
        && matches!(operator, Comparison::Less | Comparison::LessEqual)
        && right.is_empty()
        && !left.is_empty()
    {
        // `{os.open} <= os.supports_dir_fd`, where nothing supports it.
        return Partition::always(Value::Bool(false));
    }
    let holds = match operator {
        Comparison::Equal | Comparison::Is => same(left, right, operator == Comparison::Is),
        Comparison::NotEqual | Comparison::IsNot => {
            same(left, right, operator == Comparison::IsNot).map(|same| !same)
        }
        Comparison::In => contains(right, left),
        Comparison::NotIn => contains(right, left).map(|contained| !contained),
        Comparison::Less => order(left, right).map(std::cmp::Ordering::is_lt),
        Comparison::LessEqual => order(left, right).map(std::cmp::Ordering::is_le),
        Comparison::Greater => order(left, right).map(std::cmp::Ordering::is_gt),
        Comparison::GreaterEqual => order(left, right).map(std::cmp::Ordering::is_ge),
    };
    holds.map_or(Partition::UNKNOWN, |holds| {
        Partition::always(Value::Bool(holds))
    })
}

fn mirrored(operator: Comparison) -> Comparison {
    match operator {
        Comparison::Less => Comparison::Greater,
        Comparison::LessEqual => Comparison::GreaterEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterEqual => Comparison::LessEqual,
        other => other,
    }
}

fn same(left: &Value, right: &Value, identity: bool) -> Option<bool> {
    match (left, right) {
        (Value::Prefix(prefix), Value::Str(text)) | (Value::Str(text), Value::Prefix(prefix)) => {
            (!text.starts_with(&**prefix)).then_some(false)
        }
        // Nothing else is None: not a module, not a function, not a string.
        (Value::None, other) | (other, Value::None) => match other {
            Value::None => Some(true),
            other if other.is_open() => None,
            Value::Unbound | Value::Poisoned | Value::Never => None,
            // It may define `__eq__`.
            Value::Object(..) | Value::Instance(_) | Value::Made(..) if !identity => None,
            // What we know to be missing elsewhere is there where it is there.
            Value::Symbol(name) => crate::facts::fact(name).map(|_| false),
            _ => Some(false),
        },
        (Value::Bool(left), Value::Int(right)) | (Value::Int(right), Value::Bool(left)) => {
            Some(i64::from(*left) == *right)
        }
        _ if left.is_constant() && right.is_constant() => Some(left == right),
        (Value::Module(left), Value::Module(right)) => Some(left == right),
        // `sentinel = object()`
        (Value::Made(left, class), Value::Made(right, _)) if **class == *OBJECT => {
            Some(left == right)
        }
        (Value::Symbol(left), Value::Symbol(right)) if left == right => Some(true),
        // `str is bytes`
        (Value::Symbol(left), Value::Symbol(right)) => {
            (is_type(left) && is_type(right)).then_some(false)
        }
        _ => None,
    }
}

/// Whether it is one of the built-in types, which are all different.
pub(in crate::model) fn is_type(name: &str) -> bool {
    const TYPES: &[&str] = &[
        "bool",
        "bytearray",
        "bytes",
        "dict",
        "float",
        "frozenset",
        "int",
        "list",
        "object",
        "set",
        "str",
        "tuple",
        "type",
    ];
    let name = name.strip_prefix("builtins.");
    name.is_some_and(|name| TYPES.contains(&name))
}

fn contains(container: &Value, item: &Value) -> Option<bool> {
    match (container, item) {
        (Value::Str(text), Value::Str(part)) | (Value::Bytes(text), Value::Bytes(part)) => {
            Some(text.contains(&**part))
        }
        (Value::Prefix(text), Value::Str(part)) => text.contains(&**part).then_some(true),
        (Value::Items(items), item) => is_among(items.iter(), item),
        (Value::Dict(entries), item) => is_among(entries.iter().map(|(key, _)| key), item),
        _ => None,
    }
}

fn is_among<'v>(candidates: impl Iterator<Item = &'v Value>, item: &Value) -> Option<bool> {
    let mut all_known = true;
    for candidate in candidates {
        match same(candidate, item, false) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => all_known = false,
        }
    }
    all_known.then_some(false)
}

fn order(left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    match (left, right) {
        // Decided as soon as they differ, or where the known beginning is the longer one.
        (Value::Prefix(left), Value::Str(right)) if !right.starts_with(&**left) => {
            Some(left.cmp(right))
        }
        (Value::Str(left), Value::Prefix(right)) if !left.starts_with(&**right) => {
            Some(left.cmp(right))
        }
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        (Value::Str(left), Value::Str(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// `"fcntl" in sys.builtin_module_names`: never where it cannot be imported, and where it can, that
/// is known of the two that are part of every interpreter only.
fn built_in(module: &str, operator: Comparison, worlds: Worlds) -> Partition {
    let there = worlds & crate::model::eval::imports::importable(module);
    let always = matches!(module, "nt" | "posix");
    let absent = if always { worlds - there } else { worlds };
    match operator {
        Comparison::In => Partition::truth(there, absent),
        Comparison::NotIn => Partition::truth(absent, there),
        _ => Partition::UNKNOWN,
    }
}

/// `"SC_NPROCESSORS_ONLN" in os.sysconf_names`: what every Unix has is there wherever there are such names.
fn everywhere(operator: Comparison) -> Partition {
    match operator {
        Comparison::In => Partition::always(Value::Bool(true)),
        Comparison::NotIn => Partition::always(Value::Bool(false)),
        _ => Partition::UNKNOWN,
    }
}

/// `sys.version_info` against a tuple: known for each minor version, unless only the patch decides.
fn compare_version(
    items: Option<usize>,
    operator: Comparison,
    right: &Value,
    worlds: Worlds,
) -> Partition {
    let Value::Items(bound) = right else {
        return Partition::UNKNOWN;
    };
    let bound: Option<Vec<i64>> = bound
        .iter()
        .map(|item| match item {
            Value::Int(number) => Some(*number),
            _ => None,
        })
        .collect();
    let Some(bound) = bound else {
        return Partition::UNKNOWN;
    };
    let (mut when_true, mut when_false) = (Worlds::NONE, Worlds::NONE);
    for minor in FIRST_MINOR..=LAST_MINOR {
        let here = worlds & Worlds::minor(minor);
        if here.is_empty() {
            continue;
        }
        if let Some(order) = version_order(minor, items, &bound) {
            match holds(operator, order) {
                Some(true) => when_true |= here,
                Some(false) => when_false |= here,
                None => return Partition::UNKNOWN,
            }
        } else {
            when_true |= here;
            when_false |= here;
        }
    }
    Partition::truth(when_true, when_false)
}

/// How `(3, minor, …)`, cut to so many items, compares; `None` when the patch decides.
fn version_order(minor: u8, items: Option<usize>, bound: &[i64]) -> Option<std::cmp::Ordering> {
    let version = [3, i64::from(minor)];
    let length = items.unwrap_or(5);
    for (at, ours) in version.iter().take(length).enumerate() {
        match bound.get(at) {
            None => return Some(std::cmp::Ordering::Greater),
            Some(theirs) if ours != theirs => return Some(ours.cmp(theirs)),
            Some(_) => {}
        }
    }
    if length <= version.len() {
        return Some(length.cmp(&bound.len()));
    }
    (bound.len() <= version.len()).then_some(std::cmp::Ordering::Greater)
}

fn holds(operator: Comparison, order: std::cmp::Ordering) -> Option<bool> {
    Some(match operator {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Less => order.is_lt(),
        Comparison::LessEqual => order.is_le(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterEqual => order.is_ge(),
        _ => return None,
    })
}
