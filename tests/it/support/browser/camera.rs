//! Pictures of a part of a page, also of what lies below the window, the same ones on every run.

use data_encoding::BASE64;
use serde_json::json;

use super::Browser;

/// The smallest box around these elements, with a little air.
const AREA: &str = "
    const boxes = arguments[0].flatMap(one => {
        const seen = [...document.querySelectorAll(one)].filter(it => it.checkVisibility());
        return seen.length ? seen.map(it => it.getBoundingClientRect()) : [null];
    });
    if (boxes.includes(null)) return null;
    const x = Math.max(0, Math.min(...boxes.map(box => box.left)) + scrollX - 4);
    const y = Math.max(0, Math.min(...boxes.map(box => box.top)) + scrollY - 4);
    const right = Math.min(innerWidth, Math.max(...boxes.map(box => box.right)) + scrollX + 4);
    const bottom = Math.max(...boxes.map(box => box.bottom)) + scrollY + 4;
    return { x: x, y: y, width: right - x, height: bottom - y, scale: 1 };";

/// What is drawn by lot, and the port, as the same words on every picture.
const STAND_INS: &str = r"
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode;
        node.data = node.data
            .replace(/(回答番号\s*)[0-9A-Z]{4}/g, '$1H4TW')
            .replace(/^[0-9A-Z]{4}$/, text => node.parentElement.matches('.num, .slip b') ? 'H4TW' : text)
            .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'https://renkei.example.jp')
            .replace(/\/r\/[0-9a-z]{26}/g, '/r/7kq2m9xd4f6hw3npz5rt8vbcae');
    }
    document.activeElement?.blur();";

impl Browser {
    /// A picture of these elements as PNG. Fails if one of them is not there.
    pub async fn picture(&self, elements: &[&str]) -> Vec<u8> {
        for element in elements {
            self.comes(element).await;
        }
        self.run(STAND_INS).await;
        self.command("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
        let area = self.page.execute(AREA, vec![json!(elements)]).await.unwrap();
        assert!(area.is_object(), "{} has not all of {elements:?}", self.path().await);
        let wanted = json!({ "format": "png", "clip": area, "captureBeyondViewport": true });
        let taken = self.command("Page.captureScreenshot", wanted).await;
        BASE64.decode(taken["data"].as_str().unwrap().as_bytes()).unwrap()
    }
}
