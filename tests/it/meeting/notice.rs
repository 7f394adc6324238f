//! A meeting of the council whose notice went out on 27 October: to two people by mail, to one by fax. The rows
//! are written by hand, because convening belongs to invitations.

use entity::id::*;
use entity::{body, contact_point, convocation, invitation, issued_letter, meeting, membership, outbox};
use renkei::meeting::commands::mark_convened;
use renkei::meeting::notices::facts;
use renkei::platform::clock::Instant;
use renkei::platform::db::Tx;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Set};

use crate::support::builders::Seated;
use crate::support::world::{World, instant};

/// Asked for Friday 4 December, 14:00 to 15:30. The second person's mail has not left yet.
pub async fn convened(world: &World) -> meeting::Model {
    let meeting = world.planned("", "2026-12-04T14:00+09:00").await;
    let people = &world.people;
    let asked = [&people.members[0], &people.members[1], &people.members[2]];
    world.write(async |tx| convene(tx, meeting, &asked).await).await
}

/// The meeting as it is now.
pub async fn reread(world: &World, meeting: &meeting::Model) -> meeting::Model {
    meeting::Entity::find_by_id(meeting.id).one(&world.db().read).await.unwrap().unwrap()
}

async fn convene(tx: &Tx, planned: meeting::Model, people: &[&Seated]) -> Result<meeting::Model, DbErr> {
    let then = instant("2026-10-27T09:00+09:00");
    let meeting = mark_convened(tx, &planned, 3, then).await?;
    let council = body::Entity::find_by_id(meeting.body_id).one(tx).await?.unwrap();
    let facts = facts(&meeting, &council, renkei::body::rules::Numbering::FiscalYear, "会長");
    let letter = issued_letter::ActiveModel {
        id: Set(IssuedLetterId::at(then)),
        region_id: Set(meeting.region_id),
        meeting_id: Set(meeting.id),
        kind: Set(issued_letter::LetterKind::Notice),
        number: Set(Some("8東広福第45号".into())),
        approved_on: Set("2026-10-26".parse().unwrap()),
        issued_on: Set("2026-10-27".parse().unwrap()),
        sender: Set("東部在宅医療・介護連携推進協議会　会長　山田 太郎".into()),
        facts: Set(serde_json::to_string(&facts).unwrap()),
        meeting_sequence: Set(0),
        supersedes_id: Set(None),
        issued_by: Set(people[0].person.id),
        issued_at: Set(then),
    };
    let letter = letter.insert(tx).await?.id;
    let called = convocation::ActiveModel {
        id: Set(ConvocationId::at(then)),
        meeting_id: Set(meeting.id),
        letter_id: Set(letter),
        convened_by: Set(people[0].person.id),
        convened_at: Set(then),
    };
    called.insert(tx).await?;
    let fax = fax(tx, &meeting, people[2].person.id, then).await?;
    for (place, (who, contact)) in people.iter().zip([&people[0].mail, &people[1].mail, &fax]).enumerate() {
        let place = i32::try_from(place).unwrap();
        let invitation = invite(tx, &meeting, who, place).await?;
        deliver(tx, &meeting, letter, &invitation, contact).await?;
    }
    Ok(meeting)
}

async fn fax(
    tx: &Tx,
    meeting: &meeting::Model,
    who: PersonId,
    then: Instant,
) -> Result<contact_point::Model, DbErr> {
    let row = contact_point::ActiveModel {
        id: Set(ContactPointId::at(then)),
        region_id: Set(meeting.region_id),
        person_id: Set(Some(who)),
        association_id: Set(None),
        kind: Set(contact_point::ContactKind::Fax),
        value: Set("0000-00-0002".to_owned()),
        position: Set(2),
        retired_at: Set(None),
        version: Set(1),
    };
    row.insert(tx).await
}

async fn invite(
    tx: &Tx,
    meeting: &meeting::Model,
    who: &Seated,
    place: i32,
) -> Result<invitation::Model, DbErr> {
    let then = meeting.convened_at.unwrap();
    let row = invitation::ActiveModel {
        id: Set(InvitationId::at(then)),
        region_id: Set(meeting.region_id),
        meeting_id: Set(meeting.id),
        person_id: Set(who.person.id),
        name: Set(who.person.name.clone()),
        association: Set("団体".to_owned()),
        post: Set(String::new()),
        role: Set(membership::MemberRole::Member),
        counted: Set(true),
        position: Set(place),
        asked_sequence: Set(0),
        generation: Set(0),
        reply_number: Set(format!("H4T{place}")),
        invited_at: Set(then),
        asked_at: Set(then),
        withdrawn_at: Set(None),
        withdrawn_by: Set(None),
        withdrawn_reason: Set(None),
    };
    row.insert(tx).await
}

async fn deliver(
    tx: &Tx,
    meeting: &meeting::Model,
    letter: IssuedLetterId,
    to: &invitation::Model,
    contact: &contact_point::Model,
) -> Result<(), DbErr> {
    use outbox::{Channel, OutboxState};
    let then = meeting.convened_at.unwrap();
    let (id, mail) = (OutboxId::at(then), contact.kind == contact_point::ContactKind::Mail);
    let row = outbox::ActiveModel {
        id: Set(id),
        region_id: Set(Some(meeting.region_id)),
        kind: Set("invitation.convened".to_owned()),
        payload: Set("{}".to_owned()),
        letter_id: Set(Some(letter)),
        meeting_id: Set(Some(meeting.id)),
        invitation_id: Set(Some(to.id)),
        person_id: Set(Some(to.person_id)),
        account_id: Set(None),
        contact_point_id: Set(Some(contact.id)),
        channel: Set(if mail { Channel::Mail } else { Channel::Fax }),
        carries_calendar: Set(mail),
        wants_reply: Set(mail),
        message_id: Set(format!("{}@renkei.example", id.0.simple())),
        state: Set(if to.position == 1 { OutboxState::Waiting } else { OutboxState::Sent }),
        queued_at: Set(then),
        not_before_ms: Set(0),
        attempts: Set(1),
        attempt_id: Set(None),
        lease_until_ms: Set(None),
        first_tried_ms: Set(None),
        error: Set(None),
        error_code: Set(None),
        settled_at: Set(None),
        settled_by: Set(None),
        resend_of_id: Set(None),
    };
    row.insert(tx).await.map(drop)
}
