//! Where calendar answers come in, as the deployment is set up: with a token, without one, or not at all.

use crate::support::letters::{object, queued, to};
use crate::support::mails::Mail;
use crate::support::office::{asked, convened, token};
use crate::support::story::tell_with;
use crate::support::world::World;

const NOW: &str = "2026-11-10T09:00+09:00";
const NO_ANSWER: &str = "カレンダーの承諾ボタンでは回答になりません";

async fn notice(world: &World) -> Mail {
    let meeting = convened(world).await;
    assert_eq!(queued(world, meeting.id).await.len(), 5);
    to(&world.run_worker().await, "takahashi@example.jp").clone()
}

#[actix_web::test]
async fn with_a_token_an_answer_is_wanted() {
    tell_with(&[("RENKEI_MAIL_REPLY_TO", "reply+{token}@renkei.example")], NOW, async |world| {
        let mail = notice(&world).await;
        let meeting = entity_meeting(&world).await;
        let address = format!("reply+{}@renkei.example", token(&world, &asked(&world, &meeting, 1).await));
        let event = &object(&mail).events[0];
        assert_eq!(event["ORGANIZER"], format!("mailto:{address}"));
        assert_eq!(event["ORGANIZER;SENT-BY"], "mailto:kaigi@tobu.example");
        assert_eq!(mail.header("reply-to"), Some(address.as_str()));
        assert_eq!((mail.from.as_str(), event["ATTENDEE;RSVP"].as_str()), ("kaigi@tobu.example", "TRUE"));
        assert!(!event["DESCRIPTION"].contains(NO_ANSWER) && !mail.text.contains(NO_ANSWER));
    })
    .await;
}

#[actix_web::test]
async fn without_a_token_every_answer_waits_for_the_clerk() {
    tell_with(&[("RENKEI_MAIL_REPLY_TO", "reply@renkei.example")], NOW, async |world| {
        let mail = notice(&world).await;
        let event = &object(&mail).events[0];
        assert_eq!(event["ORGANIZER"], "mailto:reply@renkei.example");
        assert_eq!(mail.header("reply-to"), Some("reply@renkei.example"));
        assert_eq!(event["ATTENDEE;RSVP"], "TRUE");
        assert!(!event["DESCRIPTION"].contains(NO_ANSWER) && !mail.text.contains(NO_ANSWER));
    })
    .await;
}

#[actix_web::test]
async fn where_none_is_read_the_mail_says_so() {
    tell_with(&[("RENKEI_MAIL_REPLY_TO", "")], NOW, async |world| {
        let mail = notice(&world).await;
        let event = &object(&mail).events[0];
        assert_eq!(event["ORGANIZER"], "mailto:fukushi@tobu.example");
        assert_eq!(mail.header("reply-to"), Some("fukushi@tobu.example"));
        assert_eq!(event["ATTENDEE;RSVP"], "FALSE");
        assert!(event["DESCRIPTION"].contains(NO_ANSWER), "{}", event["DESCRIPTION"]);
        for words in [&mail.text, &mail.html] {
            assert!(words.contains(NO_ANSWER), "{words}");
        }
    })
    .await;
}

async fn entity_meeting(world: &World) -> entity::meeting::Model {
    use sea_orm::EntityTrait;
    entity::meeting::Entity::find().one(&world.db().read).await.unwrap().unwrap()
}
