//! One row in every table the default world leaves empty, each naming the rows it may point to.

use chrono::NaiveDate;
use entity::agenda_item::AgendaItemKind;
use entity::agenda_item_link::Classification;
use entity::attendance_entry::AttendanceVerb;
use entity::attendance_guest::GuestRole;
use entity::board_change::BoardVerb;
use entity::board_entry::{BoardEntryKind, Certainty};
use entity::charter_setting::Setting;
use entity::id::{
    AgendaItemId, AttendanceEntryId, AttendanceGuestId, AuditEntryId, BoardChangeId, BoardEntryId,
    BoardGroupId, BoardRowId, CancellationId, ConvocationId, FailedSignInId, ImportDraftId, InboundMailId,
    InvitationId, IssuedLetterId, LinkId, MeetingChangeId, MeetingId, MeetingRulingId, MeetingStepId,
    OutboxId, PendingReplyId, ProposalId, ReminderId, RenewalId, ReplyId, SittingId,
};
use entity::inbound_mail::IngestOutcome;
use entity::issued_letter::LetterKind;
use entity::link::LinkPurpose;
use entity::meeting_change::ChangeKind;
use entity::meeting_step::StepVerb;
use entity::membership::MemberRole;
use entity::outbox::{Channel, OutboxState};
use entity::pace::Step;
use entity::pending_reply::PendingSource;
use entity::proposal::ProposalState;
use entity::reply::{Answer, ReplyMode, ReplyWay};
use entity::seat_contact::ContactPurpose;
use entity::sitting::SittingVerb;
use entity::{
    agenda_item, agenda_item_link, attendance_entry, attendance_guest, audit_entry, board_change,
    board_entry, board_group, board_row, body_succession, convocation, deployment, failed_sign_in,
    import_draft, import_mapping, inbound_mail, invitation, invitation_seat, issued_letter, link,
    meeting_cancellation, meeting_change, meeting_ruling, meeting_step, nomination, outbox, pace,
    pending_reply, person_double, person_name, proposal, reminder, renewal, reply, seat_contact, sitting,
    worker_heartbeat,
};
use renkei::platform::clock::Instant;
use renkei::platform::db::Tx;
use renkei::platform::{search_index, session};
use sea_orm::{ActiveModelTrait, DbErr, Set};

use crate::support::builders::People;
use crate::support::world::World;

/// Writes them all.
pub async fn fill(world: &World) {
    let meeting = world.planned("", "2026-12-04T14:00+09:00").await.id;
    let people = &world.people;
    let now = world.now();
    world
        .write(async |tx| {
            let letter = letter(tx, people, meeting, now).await?;
            let invitation = invitation(tx, people, meeting, now).await?;
            meeting_records(tx, people, (meeting, letter), now).await?;
            agenda(tx, meeting, now).await?;
            replies(tx, people, invitation, now).await?;
            outbox_row(tx, people, (meeting, letter, invitation), now).await?;
            board(tx, people, now).await?;
            attendance(tx, people, (meeting, invitation), now).await?;
            steps(tx, people, (meeting, invitation), now).await?;
            drafts(tx, people, now).await?;
            name_before(tx, people).await?;
            round(tx, people, now).await?;
            deployment_rows(tx, people, now).await
        })
        .await;
    search_index::complete(world.db()).await.unwrap();
}

async fn name_before(tx: &Tx, people: &People) -> Result<(), DbErr> {
    let row = person_name::ActiveModel {
        person_id: Set(people.members[0].person.id),
        last_on: Set("2020-03-31".parse().unwrap()),
        name: Set("鈴木 さくら".to_owned()),
        kana: Set("すずき さくら".to_owned()),
    };
    row.insert(tx).await?;
    let follows = body_succession::ActiveModel {
        body_id: Set(people.council.id),
        predecessor_id: Set(people.council.id),
    };
    follows.insert(tx).await?;
    let row = person_double::ActiveModel {
        person_id: Set(people.ended_member.person.id),
        kept_id: Set(people.members[0].person.id),
        joined_by: Set(people.secretary.person.id),
        joined_at: Set("2026-11-20T00:00:00Z".parse().unwrap()),
    };
    row.insert(tx).await.map(drop)
}

async fn round(tx: &Tx, people: &People, now: Instant) -> Result<(), DbErr> {
    let round = renewal::ActiveModel {
        id: Set(RenewalId::at(now)),
        body_id: Set(people.council.id),
        from_on: Set("2027-04-01".parse().unwrap()),
        to_on: Set(Some("2029-03-31".parse().unwrap())),
        requested_on: Set(Some("2026-11-20".parse().unwrap())),
        due_on: Set(None),
        version: Set(1),
    };
    let round = round.insert(tx).await?;
    let named = nomination::ActiveModel {
        renewal_id: Set(round.id),
        seat_id: Set(people.vacant_seat.id),
        person_id: Set(Some(people.ended_member.person.id)),
        nominated_on: Set(Some("2026-12-01".parse().unwrap())),
        consented_on: Set(None),
    };
    named.insert(tx).await?;
    let proposed = proposal::ActiveModel {
        id: Set(ProposalId::at(now)),
        seat_id: Set(people.members[0].seat.id),
        from_on: Set("2027-04-01".parse().unwrap()),
        name: Set("髙橋 誠".to_owned()),
        kana: Set("たかはし まこと".to_owned()),
        workplace: Set(String::new()),
        post: Set(String::new()),
        mail: Set(String::new()),
        remark: Set(String::new()),
        state: Set(ProposalState::Accepted),
        proposed_by: Set(people.delegate.person.id),
        proposed_at: Set(now),
        settled_at: Set(Some(now)),
        settled_by: Set(Some(people.secretary.person.id)),
        person_id: Set(Some(people.ended_member.person.id)),
        reason: Set(String::new()),
        version: Set(2),
    };
    proposed.insert(tx).await.map(drop)
}

async fn attendance(
    tx: &Tx,
    people: &People,
    (meeting, invitation): (MeetingId, InvitationId),
    now: Instant,
) -> Result<(), DbErr> {
    let clerk = people.secretary.person.id;
    let guest = attendance_guest::ActiveModel {
        id: Set(AttendanceGuestId::at(now)),
        meeting_id: Set(meeting),
        person_id: Set(Some(people.officer.person.id)),
        name: Set(people.officer.person.name.clone()),
        association: Set(String::new()),
        role: Set(GuestRole::Expert),
        recorded_by: Set(clerk),
        recorded_at: Set(now),
    };
    let guest = guest.insert(tx).await?.id;
    let entry = |guest, invitation, back| attendance_entry::ActiveModel {
        id: Set(AttendanceEntryId::at(now)),
        meeting_id: Set(meeting),
        verb: Set(AttendanceVerb::Arrived),
        invitation_id: Set(invitation),
        guest_id: Set(guest),
        agenda_item_id: Set(None),
        mode: Set(Some(ReplyMode::Room)),
        proxy_name: Set(None),
        proxy_title: Set(None),
        count: Set(None),
        takes_back_id: Set(back),
        happened_at: Set(now),
        recorded_by: Set(clerk),
        recorded_at: Set(now),
    };
    let first = entry(Some(guest), None, None).insert(tx).await?.id;
    entry(None, Some(invitation), Some(first)).insert(tx).await?;
    let sat = sitting::ActiveModel {
        id: Set(SittingId::at(now)),
        meeting_id: Set(meeting),
        verb: Set(SittingVerb::Opened),
        happened_at: Set(now),
        presider: Set(String::new()),
        present: Set(1),
        base: Set(1),
        needed: Set(None),
        sentence: Set(String::new()),
        recorded_by: Set(clerk),
        recorded_at: Set(now),
    };
    sat.insert(tx).await?;
    Ok(())
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

async fn letter(tx: &Tx, people: &People, meeting: MeetingId, now: Instant) -> Result<IssuedLetterId, DbErr> {
    let row = issued_letter::ActiveModel {
        id: Set(IssuedLetterId::at(now)),
        region_id: Set(people.region.id),
        meeting_id: Set(meeting),
        kind: Set(LetterKind::Notice),
        number: Set(Some("8東広福第45号".to_owned())),
        approved_on: Set(day()),
        issued_on: Set(day()),
        sender: Set("東部広域連合長".to_owned()),
        facts: Set("{}".to_owned()),
        meeting_sequence: Set(0),
        supersedes_id: Set(None),
        issued_by: Set(people.secretary.person.id),
        issued_at: Set(now),
    };
    Ok(row.insert(tx).await?.id)
}

async fn invitation(
    tx: &Tx,
    people: &People,
    meeting: MeetingId,
    now: Instant,
) -> Result<InvitationId, DbErr> {
    let member = &people.members[0];
    let row = invitation::ActiveModel {
        id: Set(InvitationId::at(now)),
        region_id: Set(people.region.id),
        meeting_id: Set(meeting),
        person_id: Set(member.person.id),
        name: Set(member.person.name.clone()),
        association: Set(String::new()),
        post: Set(String::new()),
        role: Set(MemberRole::Member),
        counted: Set(true),
        position: Set(1),
        asked_sequence: Set(0),
        generation: Set(0),
        reply_number: Set("0000".to_owned()),
        invited_at: Set(now),
        asked_at: Set(now),
        withdrawn_at: Set(Some(now)),
        withdrawn_by: Set(Some(people.secretary.person.id)),
        withdrawn_reason: Set(Some("辞任".to_owned())),
    };
    let invitation = row.insert(tx).await?.id;
    let stands_for =
        invitation_seat::ActiveModel { invitation_id: Set(invitation), seat_id: Set(member.seat.id) };
    stands_for.insert(tx).await?;
    let contact = seat_contact::ActiveModel {
        seat_id: Set(member.seat.id),
        purpose: Set(ContactPurpose::Notice),
        contact_point_id: Set(member.mail.id),
    };
    contact.insert(tx).await?;
    Ok(invitation)
}

async fn meeting_records(
    tx: &Tx,
    people: &People,
    (meeting, letter): (MeetingId, IssuedLetterId),
    now: Instant,
) -> Result<(), DbErr> {
    let clerk = people.secretary.person.id;
    let convened = convocation::ActiveModel {
        id: Set(ConvocationId::at(now)),
        meeting_id: Set(meeting),
        letter_id: Set(letter),
        convened_by: Set(clerk),
        convened_at: Set(now),
    };
    convened.insert(tx).await?;
    let changed = meeting_change::ActiveModel {
        id: Set(MeetingChangeId::at(now)),
        meeting_id: Set(meeting),
        letter_id: Set(Some(letter)),
        kind: Set(ChangeKind::Rescheduled),
        was: Set("{}".to_owned()),
        became: Set("{}".to_owned()),
        reason: Set("会場の都合".to_owned()),
        changed_by: Set(clerk),
        changed_at: Set(now),
    };
    changed.insert(tx).await?;
    let cancelled = meeting_cancellation::ActiveModel {
        id: Set(CancellationId::at(now)),
        meeting_id: Set(meeting),
        letter_id: Set(Some(letter)),
        reason: Set("大雪警報のため".to_owned()),
        cancelled_by: Set(clerk),
        cancelled_at: Set(now),
    };
    cancelled.insert(tx).await?;
    let ruled = meeting_ruling::ActiveModel {
        id: Set(MeetingRulingId::at(now)),
        meeting_id: Set(meeting),
        setting: Set(Setting::Online),
        value: Set("counted".to_owned()),
        reason: Set("要綱に定めがないため".to_owned()),
        ruled_by: Set(clerk),
        ruled_at: Set(now),
    };
    ruled.insert(tx).await.map(drop)
}

async fn agenda(tx: &Tx, meeting: MeetingId, now: Instant) -> Result<(), DbErr> {
    let item = agenda_item::ActiveModel {
        id: Set(AgendaItemId::at(now)),
        meeting_id: Set(meeting),
        position: Set(1),
        kind: Set(AgendaItemKind::Report),
        title: Set("上半期の取組".to_owned()),
        minutes: Set(Some(10)),
        presenter: Set(String::new()),
        version: Set(1),
    };
    let item = item.insert(tx).await?;
    let sorted = agenda_item_link::ActiveModel {
        agenda_item_id: Set(item.id),
        classification: Set(Classification::ProgrammeItem),
        code: Set("a".to_owned()),
    };
    sorted.insert(tx).await.map(drop)
}

async fn replies(tx: &Tx, people: &People, invitation: InvitationId, now: Instant) -> Result<(), DbErr> {
    let reply = reply::ActiveModel {
        id: Set(ReplyId::at(now)),
        invitation_id: Set(invitation),
        answer: Set(Answer::Attend),
        mode: Set(Some(ReplyMode::Room)),
        proxy_name: Set(None),
        proxy_title: Set(None),
        proxy_contact: Set(None),
        comment: Set(String::new()),
        way: Set(ReplyWay::Telephone),
        entered_by: Set(Some(people.secretary.person.id)),
        for_sequence: Set(0),
        replied_at: Set(now),
    };
    let reply = reply.insert(tx).await?;
    let mail = inbound_mail::ActiveModel {
        id: Set(InboundMailId::at(now)),
        octets_sha256: Set("00".repeat(32)),
        message_id: Set(Some("<1@example.jp>".to_owned())),
        octets: Set(b"Subject: x\r\n\r\n".to_vec()),
        received_at: Set(now),
        outcome: Set(Some(IngestOutcome::Queued)),
        reason: Set(Some("words".to_owned())),
        invitation_id: Set(Some(invitation)),
    };
    let mail = mail.insert(tx).await?;
    let pending = pending_reply::ActiveModel {
        id: Set(PendingReplyId::at(now)),
        invitation_id: Set(invitation),
        source: Set(PendingSource::Words),
        answer: Set(None),
        mode: Set(None),
        proxy_name: Set(None),
        proxy_title: Set(None),
        proxy_contact: Set(None),
        comment: Set("伺います".to_owned()),
        for_sequence: Set(0),
        inbound_mail_id: Set(Some(mail.id)),
        received_at: Set(now),
        settled_at: Set(Some(now)),
        settled_by: Set(Some(people.secretary.person.id)),
        reply_id: Set(Some(reply.id)),
    };
    pending.insert(tx).await.map(drop)
}

async fn outbox_row(
    tx: &Tx,
    people: &People,
    (meeting, letter, invitation): (MeetingId, IssuedLetterId, InvitationId),
    now: Instant,
) -> Result<(), DbErr> {
    let member = &people.members[0];
    let row = outbox::ActiveModel {
        id: Set(OutboxId::at(now)),
        region_id: Set(Some(people.region.id)),
        kind: Set("meeting.cancelled".to_owned()),
        payload: Set("{}".to_owned()),
        letter_id: Set(Some(letter)),
        meeting_id: Set(Some(meeting)),
        invitation_id: Set(Some(invitation)),
        person_id: Set(Some(member.person.id)),
        account_id: Set(Some(member.account)),
        contact_point_id: Set(Some(member.mail.id)),
        channel: Set(Channel::Mail),
        carries_calendar: Set(true),
        wants_reply: Set(false),
        message_id: Set("<1@renkei.example>".to_owned()),
        state: Set(OutboxState::Sent),
        queued_at: Set(now),
        not_before_ms: Set(0),
        attempts: Set(1),
        attempt_id: Set(None),
        lease_until_ms: Set(None),
        first_tried_ms: Set(Some(0)),
        error: Set(None),
        error_code: Set(None),
        settled_at: Set(Some(now)),
        settled_by: Set(None),
        resend_of_id: Set(None),
    };
    row.insert(tx).await.map(drop)
}

async fn board(tx: &Tx, people: &People, now: Instant) -> Result<(), DbErr> {
    let (region_id, group, row, entry) =
        (people.region.id, BoardGroupId::at(now), BoardRowId::at(now), BoardEntryId::at(now));
    let heading = "1 相談体制".to_owned();
    let made = board_group::ActiveModel {
        id: Set(group),
        region_id: Set(region_id),
        position: Set(1),
        name: Set(heading),
        version: Set(1),
    };
    made.insert(tx).await?;
    let made = board_row::ActiveModel {
        id: Set(row),
        region_id: Set(region_id),
        group_id: Set(Some(group)),
        position: Set(1),
        letter: Set(String::new()),
        name: Set("情報共有".to_owned()),
        programme_item: Set(Some("エ".to_owned())),
        care_scene: Set(None),
        first_year: Set(2026),
        last_year: Set(None),
        version: Set(1),
    };
    made.insert(tx).await?;
    let made = board_entry::ActiveModel {
        id: Set(entry),
        region_id: Set(region_id),
        row_id: Set(row),
        kind: Set(BoardEntryKind::Discuss),
        text: Set("ツールの比較".to_owned()),
        time_certainty: Set(Certainty::Stated),
        row_certainty: Set(Certainty::Unknown),
        standing: Set(false),
        tentative: Set(false),
        note: Set(String::new()),
        version: Set(1),
        ..Default::default()
    };
    made.insert(tx).await?;
    let change = board_change::ActiveModel {
        id: Set(BoardChangeId::at(now)),
        region_id: Set(region_id),
        entry_id: Set(entry),
        account_id: Set(people.secretary.account),
        changed_at: Set(now),
        verb: Set(BoardVerb::Added),
        before: Set(None),
        made_version: Set(1),
        undone_at: Set(None),
    };
    change.insert(tx).await.map(drop)
}

async fn drafts(tx: &Tx, people: &People, now: Instant) -> Result<(), DbErr> {
    let draft = import_draft::ActiveModel {
        id: Set(ImportDraftId::at(now)),
        region_id: Set(people.region.id),
        account_id: Set(people.secretary.account),
        kind: Set("persons".to_owned()),
        file_name: Set("名簿.xlsx".to_owned()),
        cells: Set("[]".to_owned()),
        merged: Set(0),
        head_at: Set(0),
        sources: Set(None),
        created_at: Set(now),
        expires_at: Set(now),
    };
    draft.insert(tx).await?;
    let mapping = import_mapping::ActiveModel {
        region_id: Set(people.region.id),
        kind: Set("persons".to_owned()),
        head: Set("委員".to_owned()),
        column: Set("氏名".to_owned()),
    };
    mapping.insert(tx).await.map(drop)
}

async fn steps(
    tx: &Tx,
    people: &People,
    (meeting, invitation): (MeetingId, InvitationId),
    now: Instant,
) -> Result<(), DbErr> {
    let own = pace::ActiveModel {
        body_id: Set(people.council.id),
        step: Set(Step::FirstReminder),
        days: Set(Some(3)),
    };
    own.insert(tx).await?;
    let said = meeting_step::ActiveModel {
        id: Set(MeetingStepId::at(now)),
        meeting_id: Set(meeting),
        step: Set(Step::Papers),
        verb: Set(StepVerb::Done),
        recorded_by: Set(people.secretary.person.id),
        recorded_at: Set(now),
    };
    said.insert(tx).await?;
    let reminder = reminder::ActiveModel {
        id: Set(ReminderId::at(now)),
        run_id: Set(ReminderId::at(now).0),
        invitation_id: Set(invitation),
        meeting_id: Set(meeting),
        step: Set(Step::FirstReminder),
        due_on: Set("2026-11-17".parse().unwrap()),
        leads: Set(true),
        recorded_at: Set(now),
    };
    reminder.insert(tx).await.map(drop)
}

async fn deployment_rows(tx: &Tx, people: &People, now: Instant) -> Result<(), DbErr> {
    session::open(tx, people.administrator, now).await?;
    let link = link::ActiveModel {
        id: Set(LinkId::at(now)),
        purpose: Set(LinkPurpose::Feed),
        subject_id: Set(people.members[0].person.id.0),
        generation: Set(0),
        token_sha256: Set("00".repeat(32)),
        created_at: Set(now),
        expires_at: Set(None),
        used_at: Set(None),
        revoked_at: Set(None),
    };
    link.insert(tx).await?;
    let entry = audit_entry::ActiveModel {
        id: Set(AuditEntryId::at(now)),
        region_id: Set(Some(people.region.id)),
        subject_kind: Set("person".to_owned()),
        subject_id: Set(people.members[0].person.id.0),
        happened_at: Set(now),
        account_id: Set(Some(people.secretary.account)),
        person_id: Set(Some(people.secretary.person.id)),
        capacity: Set("secretary".to_owned()),
        verb: Set("enter".to_owned()),
        fields: Set("name".to_owned()),
        reason: Set(None),
    };
    entry.insert(tx).await?;
    let tried = failed_sign_in::ActiveModel {
        id: Set(FailedSignInId::at(now)),
        email_sha256: Set("00".repeat(32)),
        address: Set("192.0.2.1".to_owned()),
        tried_at: Set(now),
    };
    tried.insert(tx).await?;
    let fact = deployment::ActiveModel { name: Set("fact".to_owned()), value: Set("1".to_owned()) };
    fact.insert(tx).await?;
    let beat = worker_heartbeat::ActiveModel { worker: Set("worker".to_owned()), beat_at_ms: Set(0) };
    beat.insert(tx).await.map(drop)
}
