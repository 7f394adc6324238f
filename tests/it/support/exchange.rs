//! Tables sent to 取り込み.

use entity::id::ImportDraftId;
use entity::import_draft;
use reqwest::multipart::{Form, Part};
use sea_orm::{EntityTrait, QueryOrder};

use super::client::Client;
use super::page::Page;
use super::world::World;

/// Sends a file as the page does.
pub async fn send(client: &Client<'_>, kind: &str, name: &str, octets: &[u8]) -> Page {
    let file = Part::bytes(octets.to_vec()).file_name(name.to_owned());
    let csrf = client.csrf().await.unwrap_or_default().to_owned();
    let form = Form::new().text("csrf", csrf).text("kind", kind.to_owned()).part("file", file);
    client.send_file("/settings/import", form).await
}

/// A table of one new person that waits for the clerk.
pub async fn draft(world: &World) -> ImportDraftId {
    send(&world.secretary(), "persons", "new.csv", "氏名\n新田 学\n".as_bytes()).await.is(303);
    let latest = import_draft::Entity::find().order_by_desc(import_draft::Column::Id);
    latest.one(&world.db().read).await.unwrap().unwrap().id
}
