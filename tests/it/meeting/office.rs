//! A region with one council of three, a clerk, and the pages as a browser meets them.

use actix_web::cookie::{Cookie, Key};
use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service, read_body, try_call_service};
use actix_web::{App, web};
use entity::id::*;
use entity::{
    account, account_person, body, capacity, charter, charter_setting, contact_point, convocation,
    invitation, issued_letter, meeting, membership, outbox, person, region, seat,
};
use renkei::access;
use renkei::app;
use renkei::config::{Layers, Occasion, Settings};
use renkei::meeting::notices::facts;
use renkei::platform::clock::{Instant, LeaseClock};
use renkei::platform::db::{self, Db, Terms, Tx};
use renkei::platform::page::{self, FlashCookie};
use renkei::platform::secret::SecretKey;
use renkei::platform::session;
use renkei::platform::state::AppState;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, IntoActiveModel, Set};
use tempfile::TempDir;
use uuid::Uuid;

pub const NOW: &str = "2026-11-20T09:00:00+09:00";

pub struct Office {
    pub state: AppState,
    pub region: RegionId,
    pub council: BodyId,
    clerk: String,
    member: String,
    people: Vec<PersonId>,
    _dir: TempDir,
}

pub struct Answer {
    pub status: u16,
    pub location: String,
    pub html: String,
}

pub fn at(text: &str) -> Instant {
    chrono::DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

impl Office {
    pub async fn open() -> Self {
        let dir = TempDir::new().unwrap();
        let variables = [
            ("RENKEI_DATA_DIR", dir.path().to_str().unwrap()),
            ("RENKEI_NOW", NOW),
            ("RENKEI_MAIL_REPLY_TO", "reply+{token}@renkei.example"),
            ("RENKEI_MAIL_HOLD", "0"),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let settings = Settings::read(&Layers::default().environment(variables), Occasion::Demo).unwrap();
        let terms = Terms {
            key: SecretKey::new(vec![7; 32]).unwrap(),
            lease_clock: LeaseClock::Product(settings.clock()),
            hold_ms: 0,
            mail_domain: "renkei.example".into(),
        };
        let db = Db::open(&settings.database_url.expose(), terms).await.unwrap();
        db.migrate().await.unwrap();
        let now = at(NOW);
        let (region, council) = (RegionId::at(now), BodyId::at(now));
        let (clerk, member, people) =
            db::write(&db, async |tx| found(tx, region, council, now).await).await.unwrap();
        let state = AppState::new(db, settings, app::notices()).unwrap();
        Self { state, region, council, clerk, member, people, _dir: dir }
    }

    pub fn db(&self) -> &Db {
        &self.state.db
    }

    pub async fn meeting(&self, id: MeetingId) -> meeting::Model {
        meeting::Entity::find_by_id(id).one(&self.db().read).await.unwrap().unwrap()
    }

    pub async fn meetings(&self) -> Vec<meeting::Model> {
        meeting::Entity::find().all(&self.db().read).await.unwrap()
    }

    /// A meeting on 4 December, 14:00, whose notice went out on 27 October: two by mail, one by fax.
    pub async fn convened(&self) -> meeting::Model {
        let meeting = self.planned().await;
        db::write(self.db(), async |tx| convene(tx, meeting, &self.people).await).await.unwrap()
    }

    pub async fn planned(&self) -> meeting::Model {
        let made = at("2026-09-25T10:00:00+09:00");
        let id = MeetingId::at(made);
        let row = meeting::Model {
            id,
            region_id: self.region,
            body_id: self.council,
            fiscal_year: 2026,
            month_on: None,
            starts_at: Some(at("2026-12-04T14:00:00+09:00")),
            ends_at: Some(at("2026-12-04T15:30:00+09:00")),
            title: String::new(),
            place: "東部広域連合 3階 大会議室".into(),
            online_url: String::new(),
            mode: meeting::MeetingMode::Room,
            openness: meeting::Openness::Open,
            closed_reason: String::new(),
            remarks: String::new(),
            reply_due_on: Some("2026-11-20".parse().unwrap()),
            number: None,
            uid: format!("{}@renkei.example", id.0.simple()),
            sequence: 0,
            changed_at: made,
            convened_at: None,
            postponed_at: None,
            cancelled_at: None,
            created_at: made,
            version: 1,
        };
        let row = row.into_active_model().reset_all();
        db::write(self.db(), async |tx| row.insert(tx).await).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(&self.clerk, TestRequest::get().uri(path)).await
    }

    pub async fn member_gets(&self, path: &str) -> u16 {
        self.ask(&self.member, TestRequest::get().uri(path)).await.status
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let found = session::find(&self.db().read, &self.clerk, at(NOW)).await.unwrap().unwrap();
        let csrf = session::csrf(&self.db().terms().key, &found.session);
        let mut fields: Vec<_> = fields.to_vec();
        fields.push(("csrf", &csrf));
        self.ask(&self.clerk, TestRequest::post().uri(path).set_form(&fields)).await
    }

    async fn ask(&self, token: &str, request: TestRequest) -> Answer {
        let flash = FlashCookie { key: Key::generate(), secure: false };
        let app = App::new()
            .app_data(web::Data::new(self.state.clone()))
            .app_data(web::Data::new(flash))
            .configure(app::configure)
            .wrap(from_fn(page::carry_flash))
            .wrap(from_fn(access::web::find_session));
        let app = init_service(app).await;
        let request = request.cookie(Cookie::new(session::cookie_name(false), token.to_owned()));
        let answer = match try_call_service(&app, request.to_request()).await {
            Ok(answer) => answer,
            Err(error) => {
                let status = error.as_response_error().status_code();
                return Answer { status: status.as_u16(), location: String::new(), html: error.to_string() };
            }
        };
        let location = answer.headers().get("location").map(|at| at.to_str().unwrap().to_owned());
        let status: StatusCode = answer.status();
        let html = String::from_utf8(read_body(answer).await.to_vec()).unwrap();
        Answer { status: status.as_u16(), location: location.unwrap_or_default(), html }
    }
}

async fn found(
    tx: &Tx,
    region: RegionId,
    council: BodyId,
    now: Instant,
) -> Result<(String, String, Vec<PersonId>), DbErr> {
    region::ActiveModel {
        id: Set(region),
        name: Set("東部広域連合".into()),
        slug: Set("tobu".into()),
        programme: Set("在宅医療・介護連携推進協議会".into()),
        office_name: Set("福祉課".into()),
        office_contact: Set("佐藤".into()),
        office_telephone: Set("0000-00-0000".into()),
        office_fax: Set(Some("0000-00-0001".into())),
        office_hours: Set("平日8:30～17:15".into()),
        office_mail: Set("fukushi@tobu.example".into()),
        sender_name: Set("東部広域連合 福祉課".into()),
        sender_mail: Set("noreply@tobu.example".into()),
        created_at: Set(now),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    body::ActiveModel {
        id: Set(council),
        region_id: Set(region),
        parent_id: Set(None),
        name: Set("東部在宅医療・介護連携推進協議会".into()),
        short_name: Set("連携協議会".into()),
        kind: Set(body::BodyKind::Council),
        position: Set(1),
        set_up_on: Set(Some("2020-04-01".parse().unwrap())),
        wound_up_on: Set(None),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    charters(tx, council, now).await?;
    let clerk = person(tx, region, "佐藤 由美", "さとう ゆみ", now).await?;
    let mut people = Vec::new();
    for (place, (name, kana)) in
        [("髙橋 さくら", "たかはし さくら"), ("松澤 彩", "まつざわ あや"), ("𠮷川 隆", "よしかわ たかし")]
            .iter()
            .enumerate()
    {
        let id = person(tx, region, name, kana, now).await?;
        member(tx, council, id, i32::try_from(place).unwrap(), now).await?;
        people.push(id);
    }
    let clerk_account = account(tx, "clerk@tobu.example", clerk, now).await?;
    let held = capacity::ActiveModel {
        id: Set(CapacityId::at(now)),
        account_id: Set(clerk_account),
        kind: Set(capacity::CapacityKind::Secretary),
        region_id: Set(Some(region)),
        municipality_id: Set(None),
        association_id: Set(None),
        from_on: Set(None),
        to_on: Set(None),
        created_at: Set(now),
    };
    held.insert(tx).await?;
    let member = account(tx, "takahashi@example.jp", people[0], now).await?;
    Ok((session::open(tx, clerk_account, now).await?, session::open(tx, member, now).await?, people))
}

async fn charters(tx: &Tx, council: BodyId, now: Instant) -> Result<(), DbErr> {
    let id = CharterId::at(now);
    charter::ActiveModel {
        id: Set(id),
        body_id: Set(council),
        title: Set("東部在宅医療・介護連携推進協議会設置要綱".into()),
        number: Set(None),
        enacted_on: Set(None),
        effective_on: Set("2020-04-01".parse().unwrap()),
        applies_from: Set(None),
        presider_title: Set("会長".into()),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    use charter_setting::{Setting, Standing};
    for (setting, value, article) in
        [(Setting::NoticePeriod, "7:plain", "第5条"), (Setting::Numbering, "fiscal_year", "第7条")]
    {
        charter_setting::ActiveModel {
            charter_id: Set(id),
            setting: Set(setting),
            standing: Set(Standing::Stated),
            value: Set(Some(value.into())),
            article: Set(Some(article.into())),
        }
        .insert(tx)
        .await?;
    }
    Ok(())
}

async fn person(tx: &Tx, region: RegionId, name: &str, kana: &str, now: Instant) -> Result<PersonId, DbErr> {
    let row = person::ActiveModel {
        id: Set(PersonId::at(now)),
        region_id: Set(region),
        name: Set(name.into()),
        kana: Set(kana.into()),
        workplace: Set(String::new()),
        post: Set(String::new()),
        created_at: Set(now),
        version: Set(1),
    };
    Ok(row.insert(tx).await?.id)
}

async fn account(tx: &Tx, email: &str, of: PersonId, now: Instant) -> Result<AccountId, DbErr> {
    let row = account::ActiveModel {
        id: Set(AccountId::at(now)),
        email: Set(email.into()),
        name: Set("利用者".into()),
        password_hash: Set(None),
        disabled_at: Set(None),
        created_at: Set(now),
        version: Set(1),
    };
    let id = row.insert(tx).await?.id;
    account_person::ActiveModel { account_id: Set(id), person_id: Set(of) }.insert(tx).await?;
    Ok(id)
}

async fn member(tx: &Tx, council: BodyId, who: PersonId, place: i32, now: Instant) -> Result<(), DbErr> {
    let seat = seat::ActiveModel {
        id: Set(SeatId::at(now)),
        body_id: Set(council),
        association_id: Set(None),
        category: Set("医療".into()),
        label: Set("医師会".into()),
        position: Set(place),
        from_on: Set(None),
        to_on: Set(None),
        version: Set(1),
    };
    let seat = seat.insert(tx).await?.id;
    membership::ActiveModel {
        id: Set(MembershipId::at(now)),
        seat_id: Set(seat),
        person_id: Set(who),
        role: Set(membership::MemberRole::Member),
        from_on: Set("2026-04-01".parse().unwrap()),
        to_on: Set(None),
        predecessor_id: Set(None),
        version: Set(1),
    }
    .insert(tx)
    .await?;
    Ok(())
}

async fn convene(tx: &Tx, planned: meeting::Model, people: &[PersonId]) -> Result<meeting::Model, DbErr> {
    let then = at("2026-10-27T09:00:00+09:00");
    let meeting = renkei::meeting::commands::mark_convened(tx, &planned, 3, then).await?;
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
        issued_by: Set(people[0]),
        issued_at: Set(then),
    };
    let letter = letter.insert(tx).await?.id;
    let called = convocation::ActiveModel {
        id: Set(ConvocationId::at(then)),
        meeting_id: Set(meeting.id),
        letter_id: Set(letter),
        convened_by: Set(people[0]),
        convened_at: Set(then),
    };
    called.insert(tx).await?;
    use contact_point::ContactKind::{Fax, Mail};
    let ways = [(Mail, "takahashi@example.jp"), (Mail, "matsuzawa@example.jp"), (Fax, "0000-00-0002")];
    for (place, (person, (kind, value))) in people.iter().zip(ways).enumerate() {
        invite(tx, &meeting, letter, *person, i32::try_from(place).unwrap(), kind, value, then).await?;
    }
    Ok(meeting)
}

#[allow(clippy::too_many_arguments)]
async fn invite(
    tx: &Tx,
    meeting: &meeting::Model,
    letter: IssuedLetterId,
    who: PersonId,
    place: i32,
    kind: contact_point::ContactKind,
    value: &str,
    then: Instant,
) -> Result<(), DbErr> {
    let person = person::Entity::find_by_id(who).one(tx).await?.unwrap();
    let contact = contact_point::ActiveModel {
        id: Set(ContactPointId::at(then)),
        region_id: Set(meeting.region_id),
        person_id: Set(Some(who)),
        association_id: Set(None),
        kind: Set(kind),
        value: Set(value.into()),
        position: Set(1),
        retired_at: Set(None),
        version: Set(1),
    };
    let contact = contact.insert(tx).await?.id;
    let invitation = invitation::ActiveModel {
        id: Set(InvitationId::at(then)),
        region_id: Set(meeting.region_id),
        meeting_id: Set(meeting.id),
        person_id: Set(who),
        name: Set(person.name),
        association: Set("医師会".into()),
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
    let invitation = invitation.insert(tx).await?.id;
    let mail = kind == contact_point::ContactKind::Mail;
    let id = OutboxId::at(then);
    outbox::ActiveModel {
        id: Set(id),
        region_id: Set(Some(meeting.region_id)),
        kind: Set("meeting.convened".into()),
        payload: Set("{}".into()),
        letter_id: Set(Some(letter)),
        meeting_id: Set(Some(meeting.id)),
        invitation_id: Set(Some(invitation)),
        person_id: Set(Some(who)),
        account_id: Set(None),
        contact_point_id: Set(Some(contact)),
        channel: Set(if mail { outbox::Channel::Mail } else { outbox::Channel::Fax }),
        carries_calendar: Set(mail),
        wants_reply: Set(mail),
        message_id: Set(format!("<{}@renkei.example>", Uuid::simple(id.0))),
        state: Set(if place == 1 { outbox::OutboxState::Waiting } else { outbox::OutboxState::Sent }),
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
    }
    .insert(tx)
    .await?;
    Ok(())
}
