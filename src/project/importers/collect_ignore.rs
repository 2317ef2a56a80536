//! Test files that a `conftest.py` keeps out of the tests: `collect_ignore`.

use std::path::Path;

use crate::model::surroundings::Surroundings;
use crate::model::{Model, each_placed_statement};
use crate::project::file_view::FileView;
use crate::project::import_index::IgnoredFiles;
use crate::project::module_name::ModuleName;
use crate::project::questions::Purpose;
use crate::project::storage::{Disk, Storage};
use crate::syntax::Document;
use crate::syntax::ast::{Expr, ExprKind, StmtKind};
use crate::world::Worlds;

/// The worlds in which a `conftest.py` above a file keeps it out.
pub(super) fn left_out_in(view: &FileView, file: &Path) -> Worlds {
    let roots = view.modules.roots();
    let above = file.ancestors().skip(1);
    let in_project = above.take_while(|above| roots.iter().any(|root| above.starts_with(root)));
    in_project.fold(Worlds::NONE, |left_out, directory| {
        left_out | by_conftest(view, directory, file)
    })
}

fn by_conftest(view: &FileView, directory: &Path, file: &Path) -> Worlds {
    let conftest = directory.join("conftest.py");
    let module = ModuleName::new("conftest".to_owned(), false);
    view.modules.watch(&conftest);
    view.note(|asked| {
        let evaluated = (conftest.clone(), module.dotted.clone());
        asked.evaluated.insert(evaluated);
    });
    let Ok(inside) = file.strip_prefix(directory) else {
        return Worlds::NONE;
    };
    let known = view.modules.known_importers();
    let lists = known.ignored_by(&conftest, || {
        let own = FileView {
            file: conftest.clone(),
            module,
            purpose: Purpose::Module,
            ..view.clone()
        };
        (ignored_files(&own), !view.stop.is_stopped())
    });
    lists.worlds(inside)
}

/// What a `conftest.py` puts into them.
fn ignored_files(conftest: &FileView) -> IgnoredFiles {
    let text = Disk.text(&conftest.file);
    let Some(text) = text.filter(|text| text.contains("collect_ignore")) else {
        return IgnoredFiles::default();
    };
    let document = Document::read_only(text);
    let worlds = conftest.modules.worlds();
    let model = Model::traced(&document, conftest as &dyn Surroundings, worlds);
    let mut lists = Vec::new();
    for top in document.statements() {
        each_placed_statement(top.chunk.block(), top.start, &mut |base, statement| {
            let listed = match &statement.kind {
                StmtKind::Assign { targets, value } if targets.iter().any(is_list) => value,
                StmtKind::Augmented { target, value } if is_list(target) => value,
                StmtKind::Expr(call) => match changed(call) {
                    Some(value) => value,
                    None => return,
                },
                _ => return,
            };
            let reached = model.reaching(&statement.span.at(base)).unwrap_or_default();
            if let Some(value) = model.value(&listed.span.at(base)) {
                lists.push((value.clone(), reached));
            }
        });
    }
    IgnoredFiles::new(lists)
}

/// `collect_ignore` or `collect_ignore_glob`.
fn is_list(target: &Expr) -> bool {
    matches!(&target.kind, ExprKind::Name(name) if name.starts_with("collect_ignore"))
}

/// What is added by `collect_ignore.append(…)`.
fn changed(call: &Expr) -> Option<&Expr> {
    let ExprKind::Call {
        function,
        arguments,
    } = &call.kind
    else {
        return None;
    };
    match &function.kind {
        ExprKind::Attribute { object, .. } if is_list(object) => Some(&arguments.last()?.value),
        _ => None,
    }
}
