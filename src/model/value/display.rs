//! Values as pages write them.

use std::fmt;

use crate::model::value::Value;
use crate::model::value::shared_collections::MAX_SHOWN_WEIGHT;

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Unbound => f.write_str("unbound"),
            Self::Poisoned => f.write_str("poisoned"),
            Self::None => f.write_str("None"),
            Self::Falsy => f.write_str("falsy"),
            Self::Bool(true) => f.write_str("True"),
            Self::Bool(false) => f.write_str("False"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Str(value) => write!(f, "{value:?}"),
            Self::Bytes(value) => write!(f, "b{value:?}"),
            Self::Prefix(value) => write!(f, "\"{value}…\""),
            Self::Items(items) if items.weight() > MAX_SHOWN_WEIGHT => f.write_str("(…)"),
            Self::Items(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "({})", items.join(", "))
            }
            Self::Dict(_) => f.write_str("dict"),
            Self::Version(_) => f.write_str("version"),
            Self::Module(name) => write!(f, "module {name}"),
            Self::Symbol(name) => f.write_str(name),
            Self::Instance(name) => write!(f, "instance of {name}"),
            Self::Perhaps(name) => write!(f, "perhaps instance of {name}"),
            Self::Context(method) => write!(f, "context {}", method.name()),
            Self::ContextMember(method, name) => write!(f, "{name} of context {}", method.name()),
            Self::Method(method) => write!(f, "{}.{}", method.0, method.1),
            Self::Function(_) | Self::Returns(_) | Self::Any(_) => f.write_str("function"),
            Self::Class(_) => f.write_str("class"),
            Self::Object(..) => f.write_str("object"),
            Self::Made(_, class) if matches!(&**class, "lambda" | "generator") => {
                f.write_str(class)
            }
            Self::Made(_, class) => write!(f, "instance of {class}"),
            Self::Imported(name) => write!(f, "{} of {}", name.1, name.0),
            Self::Parameter(_, place) => write!(f, "parameter {place}"),
            Self::Member(member) => write!(f, "{}.{}", member.0, member.1),
            Self::Each(item) => write!(f, "each {item}"),
            Self::Never => f.write_str("never"),
            Self::Skip => f.write_str("skip"),
            Self::ModuleName => f.write_str("__name__"),
        }
    }
}
