//! Markdown as a piece of a page. HTML inside the text comes out as the characters it is made of, and an address
//! with a scheme that runs programs comes out empty; what remains is paragraphs, headings, lists, tables, links,
//! pictures and code. `Html` is the one type that templates print as it is, and only this module makes one.

use std::fmt::{self, Write};

use askama::filters::HtmlSafe;
use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, NodeValue};
use comrak::options::Plugins;
use comrak::{Anchorizer, Arena, Options, parse_document};

/// Rendered text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Html {}

/// A text with its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its one heading of the first level; a page draws it itself.
    pub title: String,
    /// Its headings of the second level, each with the anchor it has.
    pub sections: Vec<Section>,
    /// Everything below the title.
    pub html: Html,
}

/// A heading that can be led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// For `#…`.
    pub id: String,
    /// Its words.
    pub title: String,
}

/// Where a picture is and how large.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its address.
    pub href: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// What the addresses in a text become on our pages.
pub trait Addresses {
    /// Where a link leads.
    fn link(&self, address: &str) -> String;
    /// The picture of an address; none if there is no such picture, and then its words stand there.
    fn picture(&self, address: &str) -> Option<Picture>;
}

/// Renders a text of ours.
pub fn render(text: &str, addresses: &impl Addresses) -> Document {
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options);
    let mut shaping = Shaping::default();
    for node in root.descendants() {
        match &mut node.data_mut().value {
            NodeValue::Link(link) => link.url = addresses.link(&link.url),
            NodeValue::Image(image) => shaping.pictures.push(addresses.picture(&image.url)),
            _ => {}
        }
    }
    shaping.pictures.reverse();
    let mut html = String::with_capacity(text.len() * 2);
    let (out, plugins) = (&mut html, Plugins::default());
    // Writing to a String cannot fail.
    let shaped = format_document_with_formatter(root, &options, out, &plugins, shape, shaping);
    let shaped = shaped.unwrap_or_default();
    Document { title: shaped.title, sections: shaped.sections, html: Html(html) }
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    // `**招集**する` is bold, too.
    options.extension.cjk_friendly_emphasis = true;
    options.render.escape = true;
    options
}

/// What is gathered on the way through a text.
#[derive(Default)]
struct Shaping {
    title: String,
    sections: Vec<Section>,
    anchors: Anchorizer,
    /// Those still to come, the next one last.
    pictures: Vec<Option<Picture>>,
}

fn shape<'a>(
    context: &mut Context<'_, '_, Shaping>,
    node: &'a AstNode<'a>,
    entering: bool,
) -> Result<ChildRendering, fmt::Error> {
    match &node.data().value {
        NodeValue::Heading(heading) if heading.level == 1 => {
            if entering {
                context.user.title = node.collect_text();
            }
            Ok(ChildRendering::Skip)
        }
        NodeValue::Heading(heading) => {
            if entering {
                let title = node.collect_text();
                let id = context.user.anchors.anchorize(&title);
                write!(context, "<h{} id=\"{id}\">", heading.level)?;
                if heading.level == 2 {
                    context.user.sections.push(Section { id, title });
                }
            } else {
                writeln!(context, "</h{}>", heading.level)?;
            }
            Ok(ChildRendering::HTML)
        }
        NodeValue::Table(_) if entering => {
            context.write_str("<div class=\"table-box\"><table class=\"table\">\n")?;
            Ok(ChildRendering::HTML)
        }
        NodeValue::Table(_) => {
            format_node_default(context, node, entering)?;
            context.write_str("</div>\n")?;
            Ok(ChildRendering::HTML)
        }
        NodeValue::Image(_) if entering => picture(context, node),
        NodeValue::Image(_) => Ok(ChildRendering::HTML),
        _ => format_node_default(context, node, entering),
    }
}

fn picture<'a>(
    context: &mut Context<'_, '_, Shaping>,
    node: &'a AstNode<'a>,
) -> Result<ChildRendering, fmt::Error> {
    let words = node.collect_text();
    match context.user.pictures.pop().flatten() {
        None => context.escape(&words)?,
        Some(Picture { href, width, height }) => {
            context.write_str("<img src=\"")?;
            context.escape_href(&href)?;
            context.write_str("\" alt=\"")?;
            context.escape(&words)?;
            write!(context, "\" width=\"{width}\" height=\"{height}\" loading=\"lazy\">")?;
        }
    }
    Ok(ChildRendering::Skip)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Ours;

    impl Addresses for Ours {
        fn link(&self, address: &str) -> String {
            address.replace(".md", "")
        }

        fn picture(&self, address: &str) -> Option<Picture> {
            let known = address == "images/a.png";
            known.then(|| Picture { href: "/a.png?v=1".to_owned(), width: 3, height: 2 })
        }
    }

    fn html(text: &str) -> String {
        render(text, &Ours).html.to_string()
    }

    #[test]
    fn a_text_has_a_title_and_sections() {
        let document = render("# 招集\n\nはじめに\n\n## 文書番号\n\n### 細かいこと\n\n## 文書番号\n", &Ours);
        assert_eq!(document.title, "招集");
        let sections: Vec<_> =
            document.sections.iter().map(|one| (one.id.as_str(), one.title.as_str())).collect();
        assert_eq!(sections, [("文書番号", "文書番号"), ("文書番号-1", "文書番号")]);
        let html = document.html.to_string();
        assert!(!html.contains("招集") && html.contains("<h2 id=\"文書番号\">文書番号</h2>"), "{html}");
        assert!(html.contains("<h3 id=\"細かいこと\">"), "{html}");
    }

    #[test]
    fn html_in_a_text_is_text() {
        for text in [
            "<script>alert(1)</script>",
            "a <b onclick=\"x()\">b</b>",
            "<style>*{}</style>\n\n<img src=x onerror=alert(1)>",
            "![<script>](images/a.png)",
            "## <script>",
            "`<script>`",
            "| <script> |\n|---|\n| <b> |",
        ] {
            let html = html(text);
            for tag in ["<script", "<b", "<style", "<img src=x"] {
                assert!(!html.contains(tag), "{text}: {html}");
            }
        }
        for text in ["[x](javascript:alert(1))", "[x](data:text/html,x)", "<javascript:alert(1)>"] {
            assert!(
                !html(text).contains("href=\"javascript") && !html(text).contains("href=\"data"),
                "{text}"
            );
        }
    }

    #[test]
    fn addresses_become_ours() {
        assert_eq!(html("[x](notice.md#a)"), "<p><a href=\"notice#a\">x</a></p>\n");
        assert_eq!(
            html("![\"図\"](images/a.png)"),
            "<p><img src=\"/a.png?v=1\" alt=\"&quot;図&quot;\" width=\"3\" height=\"2\" loading=\"lazy\"></p>\n"
        );
        assert_eq!(html("![図](https://elsewhere.example/a.png)"), "<p>図</p>\n");
    }

    #[test]
    fn words_of_ours_are_set_as_they_are_meant() {
        assert_eq!(html("**「招集」**する"), "<p><strong>「招集」</strong>する</p>\n");
        assert_eq!(html("`招集する`を押す"), "<p><code>招集する</code>を押す</p>\n");
        let table = html("| a | b |\n|---|---|\n| 1 | 2 |\n\nあと");
        assert!(table.starts_with("<div class=\"table-box\"><table class=\"table\">\n<thead>"), "{table}");
        assert!(table.contains("</tbody>\n</table>\n</div>\n<p>あと</p>"), "{table}");
    }
}
