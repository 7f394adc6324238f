//! What every form page of this feature has around its fields: where it stands, what it is called, what was
//! wrong, and what somebody else saved meanwhile. Drawn by `templates/body/form.html`.

use entity::body;

use crate::platform::form::{ErrorSummary, Field};

/// The frame of a form page.
#[derive(Clone, Debug, Default)]
pub struct FormHead {
    /// Address and words of each page above.
    pub crumbs: Vec<(String, String)>,
    /// The body, above the title.
    pub kicker: String,
    /// What the page does: a verb and its object.
    pub title: String,
    /// The words of the one primary button.
    pub button: String,
    /// Where the form is sent: the page's own address.
    pub action: String,
    /// Where 「やめる」 leads.
    pub back: String,
    /// The version the form goes on from.
    pub version: String,
    /// Every error once more.
    pub summary: ErrorSummary,
    /// What somebody else saved meanwhile: label and value.
    pub theirs: Vec<(&'static str, String)>,
}

impl FormHead {
    /// A form about a body, sent to an address.
    pub fn of(body: &body::Model, title: &str, button: &str, action: String) -> Self {
        let address = format!("/bodies/{}", body.id);
        Self {
            crumbs: vec![("/bodies".into(), "名簿".into()), (address.clone(), body.short_name.clone())],
            kicker: body.name.clone(),
            title: title.to_owned(),
            button: button.to_owned(),
            action,
            back: address,
            ..Self::default()
        }
    }

    /// With what the form says of itself: the version it goes on from, and the errors of its fields.
    pub fn around(mut self, version: &Field, summary: ErrorSummary) -> Self {
        self.version = version.value.clone();
        self.summary = summary;
        self
    }

    /// With what somebody else saved; saving once more replaces it knowingly.
    pub fn against(mut self, theirs: Vec<(&'static str, String)>) -> Self {
        self.theirs = theirs;
        self
    }
}
