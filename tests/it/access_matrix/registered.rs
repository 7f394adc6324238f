//! The routes as `src` registers them: `resource("/meetings/{id}").route(get().to(show))`. Any other way of adding a
//! route would not be seen here, so it fails.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMethodCall, ItemConst, Lit};

use crate::architecture::source::{Source, rust_files};

/// Method and path pattern of every route.
pub fn routes() -> Vec<(String, String)> {
    let files = rust_files("src");
    let mut constants = Constants::default();
    files.iter().for_each(|file| constants.visit_file(&file.syntax()));
    let mut routes = Vec::new();
    for file in files.iter().filter(|file| !file.is_test()) {
        let mut reader = Reader { file, constants: &constants.0, routes: Vec::new() };
        reader.visit_file(&file.syntax());
        routes.extend(reader.routes);
    }
    assert!(routes.len() > 3, "the routes of src are no longer found");
    routes
}

/// Addresses that have a name.
#[derive(Default)]
struct Constants(BTreeMap<String, String>);

impl Visit<'_> for Constants {
    fn visit_item_const(&mut self, item: &ItemConst) {
        if let Some(text) = literal(&item.expr) {
            self.0.insert(item.ident.to_string(), text);
        }
    }
}

struct Reader<'a> {
    file: &'a Source,
    constants: &'a BTreeMap<String, String>,
    routes: Vec<(String, String)>,
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        // What tests register is no route of ours.
        if !item.attrs.iter().any(|attribute| attribute.path().is_ident("cfg")) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        if call.method == "route" {
            let path = self.resource(&call.receiver);
            let method = call.args.first().and_then(method);
            let Some(found) = method.zip(path) else {
                panic!("{}: a route that is not `resource(\"/path\").route(get().to(…))`", self.file.path)
            };
            self.routes.push(found);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_call(&mut self, call: &'ast ExprCall) {
        let name = called(call);
        assert!(name.as_deref() != Some("scope"), "{}: a scope hides the start of addresses", self.file.path);
        visit::visit_expr_call(self, call);
    }
}

impl Reader<'_> {
    /// The path at the bottom of `resource("…").route(…).route(…)`.
    fn resource(&self, expression: &Expr) -> Option<String> {
        match expression {
            Expr::MethodCall(call) => self.resource(&call.receiver),
            Expr::Call(call) if called(call).as_deref() == Some("resource") => {
                let path = call.args.first()?;
                literal(path).or_else(|| match path {
                    Expr::Path(path) => {
                        self.constants.get(&path.path.segments.last()?.ident.to_string()).cloned()
                    }
                    _ => None,
                })
            }
            _ => None,
        }
    }
}

/// `GET` of `web::get().to(…)`.
fn method(expression: &Expr) -> Option<String> {
    match expression {
        Expr::MethodCall(call) => method(&call.receiver),
        Expr::Call(call) => {
            let name = called(call)?;
            ["get", "post", "head", "put", "patch", "delete"]
                .contains(&name.as_str())
                .then(|| name.to_uppercase())
        }
        _ => None,
    }
}

/// The last word of the function called.
fn called(call: &ExprCall) -> Option<String> {
    let Expr::Path(path) = &*call.func else { return None };
    path.path.segments.last().map(|segment| segment.ident.to_string())
}

fn literal(expression: &Expr) -> Option<String> {
    let Expr::Lit(literal) = expression else { return None };
    let Lit::Str(text) = &literal.lit else { return None };
    Some(text.value())
}
