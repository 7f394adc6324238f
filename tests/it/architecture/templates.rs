//! Templates: short, nothing unescaped, no style and no program inside a page (the policy of every answer forbids
//! both, so a page that had one would look broken).

use super::source::{files, none, rust_files};

#[test]
fn a_template_is_seen_at_once() {
    let mut wrong = Vec::new();
    for file in files("templates", "") {
        let lines = file.text.lines().count();
        if lines > 120 {
            wrong.push(format!("{}: {lines} lines, at most 120; take a component out", file.path));
        }
    }
    none("Budgets: a template has at most 120 lines.", &wrong);
}

#[test]
fn nothing_goes_out_unescaped() {
    let mut wrong = Vec::new();
    for file in files("templates", ".html") {
        for (at, line) in file.text.lines().enumerate() {
            let plain = line.replace(' ', "");
            if plain.contains("|safe") || plain.contains("autoescape") || plain.contains("escape(\"none\")") {
                wrong.push(format!("{}:{} {}", file.path, at + 1, line.trim()));
            }
        }
    }
    none("Security: no `safe`; what people typed is text.", &wrong);
}

#[test]
fn one_place_makes_what_is_printed_as_it_is() {
    let made = rust_files("src").into_iter().filter(|file| file.text.contains("HtmlSafe"));
    let wrong: Vec<_> =
        made.filter(|file| file.path != "src/platform/markdown.rs").map(|file| file.path).collect();
    none("Security: only src/platform/markdown.rs makes HTML that templates do not escape.", &wrong);
}

#[test]
fn no_page_holds_a_style_or_a_program() {
    let mut wrong = Vec::new();
    for file in files("templates", ".html") {
        wrong.extend(inline(&file.text).into_iter().map(|tag| format!("{}: <{tag}>", file.path)));
    }
    none("Security: style in assets/*.css, behaviour in assets/*.js, by class and data attributes.", &wrong);
}

/// The tags that hold a style or a program.
fn inline(template: &str) -> Vec<String> {
    // The words between askama's marks are no attributes.
    let html = without(&without(&without(template, "{#", "#}"), "{%", "%}"), "{{", "}}").to_lowercase();
    let tags = html.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    let holds = |tag: &&str| {
        let names: Vec<_> = tag.split('"').step_by(2).flat_map(str::split_whitespace).collect();
        let attribute =
            |name: &&str| name.starts_with("style") || (name.starts_with("on") && name.contains('='));
        let element = names.first().copied().unwrap_or_default();
        let program = element == "script" && !names.iter().any(|name| name.starts_with("src="));
        names.iter().skip(1).any(attribute) || program || element == "style" || tag.contains("javascript:")
    };
    tags.filter(holds).map(str::to_owned).collect()
}

#[test]
fn the_rules_of_templates_have_teeth() {
    for (template, found) in [
        ("<p style=\"x\">", 1),
        ("<p class=\"a\" STYLE='x'>", 1),
        ("<button onclick=\"x()\">", 1),
        ("<script>x</script>", 1),
        ("<style>x</style>", 1),
        ("<a href=\"JavaScript:x\">", 1),
        ("<script src=\"/assets/renkei.js\" defer></script>", 0),
        ("<p class=\"on style=\" {% if a<b %}data-once{% endif %}>{{ x.style(\"on=\") }}</p>", 0),
    ] {
        assert_eq!(inline(template).len(), found, "{template}");
    }
}

/// A text without everything from `start` to the next `end`.
fn without(text: &str, start: &str, end: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(start) {
        kept.push_str(before);
        rest = after.split_once(end).map_or("", |(_, after)| after);
    }
    kept + rest
}
