//! What a person does with a page: reads words, fills in fields by their labels, presses what has a name. Nothing is
//! found by its place in the page, and everything is waited for.

use std::time::Duration;

use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::json;

use super::Browser;

/// How long something may take to appear; a machine under load is slow.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is looked for.
const GLANCE: Duration = Duration::from_millis(50);

impl Browser {
    /// Waits until a person reads these words on the page.
    pub async fn reads(&self, words: &str) -> &Self {
        let body = format!("//body[contains(normalize-space(.), '{words}')]");
        if self.appears(&body).await.is_none() || !self.words().await.contains(words) {
            panic!("{} does not show 「{words}」:\n{}", self.path().await, self.words().await);
        }
        self
    }

    /// Fails if a person reads these words on the page.
    pub async fn lacks(&self, words: &str) -> &Self {
        let read = self.words().await;
        assert!(!read.contains(words), "{} shows 「{words}」:\n{read}", self.path().await);
        self
    }

    /// The words that can be read, one space where there was any.
    pub async fn words(&self) -> String {
        let text = self.run("return document.body.innerText;").await;
        text.as_str()
            .unwrap()
            .split([' ', '\n', '\t'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Presses the first link, button or fold that has these words.
    pub async fn press(&self, words: &str) -> &Self {
        self.press_within("//body", words).await
    }

    /// Chooses an entry of the menu.
    pub async fn turn_to(&self, entry: &str) -> &Self {
        self.press_within("//nav[@aria-label='主なメニュー']", entry).await
    }

    async fn press_within(&self, place: &str, words: &str) -> &Self {
        let what = format!("[contains(normalize-space(.), '{words}')]");
        let found = ["a", "button", "summary"].map(|name| format!("{place}//{name}{what}")).join(" | ");
        while let Err(error) = self.shown(&found, words).await.click().await {
            assert!(error.is_stale_element_reference(), "{words}: {error}");
        }
        self
    }

    /// Presses the middle of an element, whatever it is.
    pub async fn press_cell(&self, path: &str) -> &Self {
        self.shown(path, path).await.click().await.unwrap();
        self
    }

    /// Whether an element has these words.
    pub async fn holds(&self, path: &str, words: &str) -> bool {
        self.shown(path, path).await.text().await.unwrap().contains(words)
    }

    /// Drags the first link with these words to the middle of an element. The browser itself begins the drag; what
    /// follows is told to it, because a window without a screen has nothing to drag over.
    pub async fn drag(&self, words: &str, to: &str) -> &Self {
        let from = self.shown(&format!("//a[contains(normalize-space(.), '{words}')]"), words).await;
        let (from, to) = (self.middle(from).await, self.middle(self.shown(to, to).await).await);
        self.command("Input.setInterceptDrags", json!({ "enabled": true })).await;
        let beside = (from.0 + 12.0, from.1);
        for (kind, (x, y)) in [("mouseMoved", from), ("mousePressed", from), ("mouseMoved", beside)] {
            let mouse =
                json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": 1, "clickCount": 1 });
            self.command("Input.dispatchMouseEvent", mouse).await;
        }
        for kind in ["dragEnter", "dragOver", "drop"] {
            let data = json!({ "items": [], "dragOperationsMask": 19 });
            let drag = json!({ "type": kind, "x": to.0, "y": to.1, "data": data });
            self.command("Input.dispatchDragEvent", drag).await;
        }
        self.command("Input.setInterceptDrags", json!({ "enabled": false })).await;
        self
    }

    async fn middle(&self, element: Element) -> (f64, f64) {
        let (x, y, width, height) = element.rectangle().await.unwrap();
        let scrolled = self.run("return [scrollX, scrollY];").await;
        let by = |n: usize| scrolled[n].as_f64().unwrap();
        (x + width / 2.0 - by(0), y + height / 2.0 - by(1))
    }

    /// Where the first link with these words leads, without scheme and host.
    pub async fn href(&self, words: &str) -> String {
        let link = self.shown(&format!("//a[contains(normalize-space(.), '{words}')]"), words).await;
        link.attr("href").await.unwrap().unwrap()
    }

    /// Types into the field with this label; what stood there goes.
    pub async fn fill(&self, label: &str, value: &str) -> &Self {
        self.fill_in("", label, value).await
    }

    /// The same in the group of fields of this name.
    pub async fn fill_in(&self, group: &str, label: &str, value: &str) -> &Self {
        let field = self.field(group, label).await;
        field.clear().await.unwrap();
        field.send_keys(value).await.unwrap();
        self
    }

    /// Chooses a file of this machine for the field with this label.
    pub async fn attach(&self, label: &str, file: &std::path::Path) -> &Self {
        let field = self.field("", label).await;
        field.send_keys(&file.display().to_string()).await.unwrap();
        self
    }

    /// Chooses the option that begins with these words in the list with this label.
    pub async fn select(&self, label: &str, option: &str) -> &Self {
        self.select_in("", label, option).await
    }

    /// The same in the group of fields of this name.
    pub async fn select_in(&self, group: &str, label: &str, option: &str) -> &Self {
        let option = format!(".//option[starts-with(normalize-space(.), '{option}')]");
        self.field(group, label).await.select_by(Locator::XPath(&option)).await.unwrap();
        self
    }

    /// Ticks the box or button with this label.
    pub async fn tick(&self, label: &str) -> &Self {
        self.shown(&format!("//label[normalize-space(text()[1])='{label}']"), label)
            .await
            .click()
            .await
            .unwrap();
        self
    }

    /// What stands in the field with this label.
    pub async fn value(&self, label: &str) -> String {
        self.field("", label).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Whether the page that is open knows the session's `csrf`.
    pub async fn has_session(&self) -> bool {
        self.run("return document.querySelector('.who [name=csrf]') !== null;").await == true
    }

    /// Sends a form of the open page's session with nothing in it, as a page would that had it.
    pub async fn send_empty(&self, path: &str) {
        let send = "const form = document.createElement('form');
            form.method = 'post';
            form.action = arguments[0];
            form.append(document.querySelector('[name=csrf]').cloneNode());
            document.body.append(form);
            document.documentElement.dataset.sent = '';
            form.submit();";
        self.page.execute(send, vec![path.into()]).await.unwrap();
        assert!(self.appears("/html[not(@data-sent)]//main").await.is_some(), "POST {path} shows no page");
    }

    /// The field a label names, in the group of this name if it has one.
    async fn field(&self, group: &str, label: &str) -> Element {
        let group = match group {
            "" => String::new(),
            _ => format!("//fieldset[legend[normalize-space(.)='{group}']]"),
        };
        let path = format!("//*[@id={group}//label[normalize-space(text()[1])='{label}']/@for]");
        self.shown(&path, label).await
    }

    /// The first of these elements that can be seen. A script may draw the page anew between the look and the answer:
    /// then it is looked for once more.
    async fn shown(&self, path: &str, name: &str) -> Element {
        'anew: while self.appears(path).await.is_some() {
            for element in self.page.find_all(Locator::XPath(path)).await.unwrap() {
                match element.is_displayed().await {
                    Ok(true) => return element,
                    Ok(false) => {}
                    Err(error) if error.is_stale_element_reference() => continue 'anew,
                    Err(error) => panic!("{name}: {error}"),
                }
            }
            break;
        }
        panic!("{} has no 「{name}」:\n{}", self.path().await, self.words().await)
    }

    /// Waits until there is an element of this CSS selector; whoever needs it finds out if none came.
    pub(super) async fn comes(&self, selector: &str) {
        let wait = self.page.wait().at_most(PATIENCE).every(GLANCE);
        let _ = wait.for_element(Locator::Css(selector)).await;
    }

    async fn appears(&self, path: &str) -> Option<Element> {
        let wait = self.page.wait().at_most(PATIENCE).every(GLANCE);
        wait.for_element(Locator::XPath(path)).await.ok()
    }
}
