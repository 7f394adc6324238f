//! What must hold of every page: axe finds nothing, nothing is wider than the window, nothing to press is too small
//! for a thumb, and the browser has nothing to complain of.

use serde_json::{Value, json};

use super::{Browser, Window};

/// The checker of accessible pages.
const AXE: &str = include_str!("../axe.min.js");

/// What it finds by the rules asked for: the rule, its words, the elements.
const VIOLATIONS: &str = "
    const done = arguments[1];
    axe.run(document, arguments[0]).then(
        found => done(found.violations.map(one => one.id + ': ' + one.help + '\\n    ' +
            one.nodes.map(node => node.html).join('\\n    '))),
        error => done([String(error)]));";

/// Elements that reach beyond the window and are in no box of their own that can be scrolled.
const BEYOND: &str = "
    const held = element => element && (getComputedStyle(element).overflowX !== 'visible' || held(element.parentElement));
    if (document.documentElement.scrollWidth <= innerWidth) return [];
    return [...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > innerWidth && !held(one.parentElement))
        .map(one => one.outerHTML.slice(0, 120)).concat('the page is ' + document.documentElement.scrollWidth + ' px wide');";

/// What is pressed and is smaller than 44 px either way. A link in a sentence is as high as its line; a box to tick
/// is as large as the line it stands in with its label.
const SMALL: &str = "
    scrollTo(0, 0);
    const inSentence = link => {
        let around = link;
        while (getComputedStyle(around).display === 'inline') around = around.parentElement;
        return around !== link && around.innerText.trim() !== link.innerText.trim();
    };
    return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
        .filter(one => one.checkVisibility() && !(one.localName === 'a' && inSentence(one)))
        .map(one => [one, (one.closest('.choice') || one).getBoundingClientRect()])
        .filter(([, box]) => box.bottom > 0 && (box.width < 43.5 || box.height < 43.5))
        .map(([one, box]) => Math.round(box.width) + ' x ' + Math.round(box.height) + ' ' + one.outerHTML.slice(0, 160));";

impl Browser {
    /// Fails if anything keeps somebody from using the page as it stands, or if the browser complains of it.
    pub async fn is_sound(&self) {
        let found = self.faults().await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    /// The same at a desk, on a telephone and at 400 %, and fails if something to press is too small for a thumb.
    pub async fn is_sound_at_every_width(&self) {
        let found = self.faults_at_every_width().await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    }

    /// What is wrong with the page as it stands.
    pub async fn faults(&self) -> Vec<String> {
        let found = [self.violations().await, self.beyond().await, self.complaints().await].concat();
        self.named(found, "").await
    }

    /// What is wrong with the page at any width.
    pub async fn faults_at_every_width(&self) -> Vec<String> {
        let mut found = self.faults().await;
        self.resize(Window::TELEPHONE).await;
        let narrow = [self.violations_of_layout().await, self.beyond().await, self.small().await].concat();
        found.extend(self.named(narrow, " on a telephone").await);
        self.resize(Window::NARROW).await;
        found.extend(self.named(self.beyond().await, " at 320 px").await);
        self.resize(self.window).await;
        found
    }

    /// What axe finds by all its rules (WCAG 2 A and AA, good practice).
    pub async fn violations(&self) -> Vec<String> {
        self.found_by_axe(json!({ "resultTypes": ["violations"], "preload": false })).await
    }

    /// The same but for contrast, which takes half the time and is the same at every width.
    async fn violations_of_layout(&self) -> Vec<String> {
        let rules = json!({ "color-contrast": { "enabled": false } });
        self.found_by_axe(json!({ "resultTypes": ["violations"], "preload": false, "rules": rules })).await
    }

    /// Where pages may not run scripts it cannot look. From its first use on every page is opened with it.
    async fn found_by_axe(&self, options: Value) -> Vec<String> {
        if !self.window.scripts {
            return Vec::new();
        }
        if self.run("return typeof axe === 'undefined';").await == true {
            self.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": AXE })).await;
            self.run(AXE).await;
        }
        lines(self.page.execute_async(VIOLATIONS, vec![options]).await.unwrap())
    }

    /// What is wider than the window.
    pub async fn beyond(&self) -> Vec<String> {
        lines(self.run(BEYOND).await)
    }

    /// What a thumb cannot press.
    pub async fn small(&self) -> Vec<String> {
        lines(self.run(SMALL).await)
    }

    /// What the console says since it was last asked: faults of scripts, what the policy forbade, files that are
    /// missing. A page that is itself an error says so there, too; that is not counted.
    pub async fn complaints(&self) -> Vec<String> {
        let said = self.ask("se/log", json!({ "type": "browser" })).await;
        let said = said.as_array().unwrap().iter().filter_map(|entry| entry["message"].as_str());
        let is_page =
            |message: &&str| message.contains("with a status of 4") && !message.contains("/assets/");
        said.filter(|message| !is_page(message)).map(str::to_owned).collect()
    }

    async fn named(&self, found: Vec<String>, place: &str) -> Vec<String> {
        let path = self.path().await;
        found.into_iter().map(|one| format!("{path}{place}: {one}")).collect()
    }
}

fn lines(found: Value) -> Vec<String> {
    serde_json::from_value(found).unwrap()
}
