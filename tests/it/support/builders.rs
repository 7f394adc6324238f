//! The default world, written row by row: 東部広域連合 with two towns, a council of a chair, three members, a vacant
//! seat and an adviser, one term that ended, and an account for everyone; and a second region with its clerk.
//! Names, towns and addresses are invented. Rows that only a command may make (convened meetings, letters,
//! replies) are not made here; tests make them as people do.

use chrono::{Days, NaiveDate, TimeDelta};
use entity::account::{self, ActiveModel as AccountRow};
use entity::body::BodyKind;
use entity::capacity::{ActiveModel as CapacityRow, CapacityKind};
use entity::charter_setting::{ActiveModel as SettingRow, Setting, Standing};
use entity::contact_point::{ActiveModel as ContactRow, ContactKind};
use entity::id::{
    AccountId, AssociationId, BodyId, CapacityId, CharterId, ContactPointId, MeetingId, MembershipId,
    MunicipalityId, PersonId, RegionId, SeatId,
};
use entity::meeting::{MeetingMode, Openness};
use entity::membership::MemberRole;
use entity::{
    account_person, association, body, charter, contact_point, meeting, membership, municipality, person,
    region, region_municipality, seat,
};
use renkei::access::{Secretary, System};
use renkei::platform::clock::Instant;
use renkei::platform::date::{FiscalYear, previous_open_day, tokyo_day};
use renkei::platform::db::Tx;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Set};

use super::world::{World, instant};

/// Everybody and everything that is there at the start.
#[derive(Clone, Debug)]
pub struct People {
    /// 東部広域連合.
    pub region: region::Model,
    /// 西部広域連合, whose clerk must see nothing of ours.
    pub other_region: region::Model,
    /// 青葉町 and 若草村.
    pub towns: [municipality::Model; 2],
    /// Those that name members: 医師会, 訪問看護, 歯科医師会, 薬剤師会.
    pub associations: [association::Model; 4],
    /// 連携協議会.
    pub council: body::Model,
    /// Its charter: 過半数 of the filled seats, proxies and online members count.
    pub charter: charter::Model,
    /// 佐藤 恵, the clerk.
    pub secretary: Somebody,
    /// 西村 豊, the clerk of the other region.
    pub other_secretary: Somebody,
    /// 辻󠄀 太郎, 医師会.
    pub chair: Seated,
    /// 髙橋 さくら 訪問看護, 宮﨑 一郎 歯科医師会, 𠮷田 花子 薬剤師会.
    pub members: Vec<Seated>,
    /// 山本 修, who is invited but not counted; has no account.
    pub adviser: Seated,
    /// 住民代表, 欠員.
    pub vacant_seat: seat::Model,
    /// 大塚 実, whom 宮﨑 followed.
    pub ended_member: Somebody,
    /// 中村 文, 訪問看護.
    pub delegate: Somebody,
    /// 小林 進, 青葉町.
    pub officer: Somebody,
    /// 加藤 誠, 若草村.
    pub other_officer: Somebody,
    /// The administrator, who is no person of any region.
    pub administrator: AccountId,
}

/// A person with an account and a mail address.
#[derive(Clone, Debug)]
pub struct Somebody {
    /// The person.
    pub person: person::Model,
    /// The account; signs in with the address of `mail`.
    pub account: AccountId,
    /// The mail contact.
    pub mail: contact_point::Model,
}

/// A person in a seat.
#[derive(Clone, Debug)]
pub struct Seated {
    /// The person.
    pub person: person::Model,
    /// The account.
    pub account: AccountId,
    /// The mail contact.
    pub mail: contact_point::Model,
    /// The seat.
    pub seat: seat::Model,
    /// The term.
    pub membership: membership::Model,
}

/// The first day of the present terms.
const TERM_START: (i32, u32, u32) = (2026, 4, 1);

impl People {
    /// Writes the default world.
    pub(super) async fn settle(tx: &Tx, now: Instant) -> Result<Self, DbErr> {
        let region = new_region(tx, "東部", "tobu", now).await?;
        let other_region = new_region(tx, "西部", "seibu", now).await?;
        let towns = [
            new_town(tx, region.id, "990019", "青葉町", "あおばちょう", now).await?,
            new_town(tx, region.id, "990027", "若草村", "わかくさむら", now).await?,
        ];
        let associations = new_associations(tx, region.id, now).await?;
        let council = new_council(tx, region.id, now).await?;
        let charter = new_charter(tx, council.id, now).await?;
        let at = &Place { tx, region: region.id, body: council.id, now };
        let [doctors, nurses, dentists, pharmacists] = &associations;
        let chair =
            at.seated(1, Some(doctors), ("辻\u{e0100} 太郎", "つじ たろう", "tsuji"), MemberRole::Chair);
        let chair = chair.await?;
        let mut members = Vec::new();
        for (position, association, words) in [
            (2, nurses, ("髙橋 さくら", "たかはし さくら", "takahashi")),
            (3, dentists, ("宮﨑 一郎", "みやざき いちろう", "miyazaki")),
            (4, pharmacists, ("𠮷田 花子", "よしだ はなこ", "yoshida")),
        ] {
            members.push(at.seated(position, Some(association), words, MemberRole::Member).await?);
        }
        let vacant_seat = at.seat(5, None, "住民代表").await?;
        let adviser = ("山本 修", "やまもと おさむ", "yamamoto");
        let adviser = at.seated(6, None, adviser, MemberRole::Adviser).await?;
        let ended_member = at.ended_member(&mut members[1]).await?;
        let secretary = at.somebody(("佐藤 恵", "さとう めぐみ", "sato")).await?;
        at.capacity(secretary.account, CapacityKind::Secretary, None, None).await?;
        let delegate = at.somebody(("中村 文", "なかむら ふみ", "nakamura")).await?;
        at.capacity(delegate.account, CapacityKind::Delegate, None, Some(nurses.id)).await?;
        let officer = at.somebody(("小林 進", "こばやし すすむ", "kobayashi")).await?;
        at.capacity(officer.account, CapacityKind::Officer, Some(towns[0].id), None).await?;
        let other_officer = at.somebody(("加藤 誠", "かとう まこと", "kato")).await?;
        at.capacity(other_officer.account, CapacityKind::Officer, Some(towns[1].id), None).await?;
        let there = Place { region: other_region.id, ..*at };
        let other_secretary = there.somebody(("西村 豊", "にしむら ゆたか", "nishimura")).await?;
        there.capacity(other_secretary.account, CapacityKind::Secretary, None, None).await?;
        Ok(Self {
            administrator: new_administrator(tx, now).await?,
            region,
            other_region,
            towns,
            associations,
            council,
            charter,
            secretary,
            other_secretary,
            chair,
            members,
            adviser,
            vacant_seat,
            ended_member,
            delegate,
            officer,
            other_officer,
        })
    }
}

/// Where and when rows are written.
#[derive(Clone, Copy)]
struct Place<'a> {
    tx: &'a Tx,
    region: RegionId,
    body: BodyId,
    now: Instant,
}

/// Name, reading and the left side of the mail address.
type Words<'a> = (&'a str, &'a str, &'a str);

impl Place<'_> {
    async fn seated(
        &self,
        position: i32,
        association: Option<&association::Model>,
        words: Words<'_>,
        role: MemberRole,
    ) -> Result<Seated, DbErr> {
        let Somebody { person, account, mail } = self.somebody(words).await?;
        let label = if association.is_some() { "" } else { "東部保健所" };
        let seat = self.seat(position, association.map(|found| found.id), label).await?;
        let membership = self.membership(seat.id, person.id, role, day(TERM_START), None).await?;
        Ok(Seated { person, account, mail, seat, membership })
    }

    /// Somebody who sat in this seat until the end of March; its holder is told whom they followed.
    async fn ended_member(&self, successor: &mut Seated) -> Result<Somebody, DbErr> {
        let somebody = self.somebody(("大塚 実", "おおつか みのる", "otsuka")).await?;
        let (from, to) = (day((2024, 4, 1)), day((2026, 3, 31)));
        let (seat, person) = (successor.seat.id, somebody.person.id);
        let term = self.membership(seat, person, MemberRole::Member, from, Some(to)).await?;
        let mut row: membership::ActiveModel = successor.membership.clone().into();
        row.predecessor_id = Set(Some(term.id));
        successor.membership = row.update(self.tx).await?;
        Ok(somebody)
    }

    async fn somebody(&self, (name, kana, address): Words<'_>) -> Result<Somebody, DbErr> {
        let person = person::ActiveModel {
            id: Set(PersonId::at(self.now)),
            region_id: Set(self.region),
            name: Set(name.to_owned()),
            kana: Set(kana.to_owned()),
            workplace: Set(String::new()),
            post: Set(String::new()),
            created_at: Set(self.now),
            version: Set(1),
        };
        let person = person.insert(self.tx).await?;
        let mail = ContactRow {
            id: Set(ContactPointId::at(self.now)),
            region_id: Set(self.region),
            person_id: Set(Some(person.id)),
            association_id: Set(None),
            kind: Set(ContactKind::Mail),
            value: Set(format!("{address}@example.jp")),
            position: Set(1),
            retired_at: Set(None),
            version: Set(1),
        };
        let mail = mail.insert(self.tx).await?;
        let account = new_account(self.tx, &mail.value, name, self.now).await?;
        let speaks = account_person::ActiveModel { account_id: Set(account), person_id: Set(person.id) };
        speaks.insert(self.tx).await?;
        Ok(Somebody { person, account, mail })
    }

    async fn capacity(
        &self,
        account: AccountId,
        kind: CapacityKind,
        municipality: Option<MunicipalityId>,
        association: Option<AssociationId>,
    ) -> Result<(), DbErr> {
        let row = CapacityRow {
            id: Set(CapacityId::at(self.now)),
            account_id: Set(account),
            kind: Set(kind),
            region_id: Set(Some(self.region)),
            municipality_id: Set(municipality),
            association_id: Set(association),
            from_on: Set(None),
            to_on: Set(None),
            created_at: Set(self.now),
        };
        row.insert(self.tx).await.map(drop)
    }

    async fn seat(
        &self,
        position: i32,
        association: Option<AssociationId>,
        label: &str,
    ) -> Result<seat::Model, DbErr> {
        let row = seat::ActiveModel {
            id: Set(SeatId::at(self.now)),
            body_id: Set(self.body),
            association_id: Set(association),
            category: Set(if association.is_some() { "医療・介護" } else { "地域" }.to_owned()),
            label: Set(label.to_owned()),
            position: Set(position),
            from_on: Set(None),
            to_on: Set(None),
            version: Set(1),
        };
        row.insert(self.tx).await
    }

    async fn membership(
        &self,
        seat: SeatId,
        person: PersonId,
        role: MemberRole,
        from: NaiveDate,
        to: Option<NaiveDate>,
    ) -> Result<membership::Model, DbErr> {
        let row = membership::ActiveModel {
            id: Set(MembershipId::at(self.now)),
            seat_id: Set(seat),
            person_id: Set(person),
            role: Set(role),
            from_on: Set(from),
            to_on: Set(to),
            predecessor_id: Set(None),
            deputy_order: Set(None),
            version: Set(1),
        };
        row.insert(self.tx).await
    }
}

async fn new_region(tx: &Tx, name: &str, slug: &str, now: Instant) -> Result<region::Model, DbErr> {
    let row = region::ActiveModel {
        id: Set(RegionId::at(now)),
        name: Set(format!("{name}広域連合")),
        slug: Set(slug.to_owned()),
        programme: Set(format!("{name}在宅医療・介護連携推進協議会")),
        office_name: Set("福祉課".to_owned()),
        office_contact: Set("佐藤".to_owned()),
        office_telephone: Set("0000-00-0000".to_owned()),
        office_fax: Set(Some("0000-00-0001".to_owned())),
        office_hours: Set("平日8:30～17:15".to_owned()),
        office_mail: Set(format!("fukushi@{slug}.example")),
        sender_name: Set(format!("{name}広域連合 福祉課")),
        sender_mail: Set(format!("kaigi@{slug}.example")),
        created_at: Set(now),
        version: Set(1),
    };
    row.insert(tx).await
}

async fn new_town(
    tx: &Tx,
    region: RegionId,
    code: &str,
    name: &str,
    kana: &str,
    now: Instant,
) -> Result<municipality::Model, DbErr> {
    let row = municipality::ActiveModel {
        id: Set(MunicipalityId::at(now)),
        code: Set(code.to_owned()),
        name: Set(name.to_owned()),
        kana: Set(kana.to_owned()),
        valid_from: Set(None),
        valid_to: Set(None),
        successor_id: Set(None),
    };
    let town = row.insert(tx).await?;
    let belongs = region_municipality::ActiveModel {
        region_id: Set(region),
        municipality_id: Set(town.id),
        from_on: Set(None),
        to_on: Set(None),
    };
    belongs.insert(tx).await?;
    Ok(town)
}

async fn new_associations(tx: &Tx, region: RegionId, now: Instant) -> Result<[association::Model; 4], DbErr> {
    let made = async |position, name: &str, short_name: &str, kana: &str| {
        let row = association::ActiveModel {
            id: Set(AssociationId::at(now)),
            region_id: Set(region),
            name: Set(name.to_owned()),
            short_name: Set(short_name.to_owned()),
            kana: Set(kana.to_owned()),
            position: Set(position),
            ended_on: Set(None),
            version: Set(1),
        };
        row.insert(tx).await
    };
    Ok([
        made(1, "東部医師会", "医師会", "とうぶいしかい").await?,
        made(2, "東部訪問看護連絡会", "訪問看護", "とうぶほうもんかんごれんらくかい").await?,
        made(3, "東部歯科医師会", "歯科医師会", "とうぶしかいしかい").await?,
        made(4, "東部薬剤師会", "薬剤師会", "とうぶやくざいしかい").await?,
    ])
}

async fn new_council(tx: &Tx, region: RegionId, now: Instant) -> Result<body::Model, DbErr> {
    let row = body::ActiveModel {
        id: Set(BodyId::at(now)),
        region_id: Set(region),
        parent_id: Set(None),
        name: Set("東部在宅医療・介護連携推進協議会".to_owned()),
        short_name: Set("連携協議会".to_owned()),
        kind: Set(BodyKind::Council),
        position: Set(1),
        set_up_on: Set(Some(day((2018, 4, 1)))),
        wound_up_on: Set(None),
        version: Set(1),
    };
    row.insert(tx).await
}

async fn new_charter(tx: &Tx, council: BodyId, now: Instant) -> Result<charter::Model, DbErr> {
    let row = charter::ActiveModel {
        id: Set(CharterId::at(now)),
        body_id: Set(council),
        title: Set("東部在宅医療・介護連携推進協議会設置要綱".to_owned()),
        number: Set(Some("平成30年告示第12号".to_owned())),
        enacted_on: Set(Some(day((2018, 3, 20)))),
        effective_on: Set(day((2018, 4, 1))),
        applies_from: Set(None),
        presider_title: Set("会長".to_owned()),
        vice_title: Set(None),
        general_affairs: Set(None),
        version: Set(1),
    };
    let charter = row.insert(tx).await?;
    for (setting, value, article) in [
        (Setting::Quorum, "more_than_half", "第6条第2項"),
        (Setting::QuorumBase, "filled_seats", "第6条第2項"),
        (Setting::Proxy, "counted", "第6条第3項"),
        (Setting::ProxyScope, "association", "第6条第3項"),
        (Setting::Online, "counted", "第6条第4項"),
        (Setting::Numbering, "fiscal_year", "第5条第4項"),
        (Setting::NoticePeriod, "7:plain", "第5条第2項"),
        (Setting::ReplyDeadline, "14", "第5条第3項"),
    ] {
        let row = SettingRow {
            charter_id: Set(charter.id),
            setting: Set(setting),
            standing: Set(Standing::Stated),
            value: Set(Some(value.to_owned())),
            article: Set(Some(article.to_owned())),
        };
        row.insert(tx).await?;
    }
    Ok(charter)
}

async fn new_administrator(tx: &Tx, now: Instant) -> Result<AccountId, DbErr> {
    let account = new_account(tx, "admin@renkei.example", "管理 太郎", now).await?;
    let row = CapacityRow {
        id: Set(CapacityId::at(now)),
        account_id: Set(account),
        kind: Set(CapacityKind::Administrator),
        region_id: Set(None),
        municipality_id: Set(None),
        association_id: Set(None),
        from_on: Set(None),
        to_on: Set(None),
        created_at: Set(now),
    };
    row.insert(tx).await?;
    Ok(account)
}

async fn new_account(tx: &Tx, email: &str, name: &str, now: Instant) -> Result<AccountId, DbErr> {
    let row = AccountRow {
        id: Set(AccountId::at(now)),
        email: Set(email.to_owned()),
        name: Set(name.to_owned()),
        password_hash: Set(None),
        disabled_at: Set(None),
        created_at: Set(now),
        version: Set(1),
    };
    let account: account::Model = row.insert(tx).await?;
    Ok(account.id)
}

fn day((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

impl World {
    /// The capacity of the clerk, to call commands with.
    pub async fn clerk(&self) -> Secretary {
        let account = account::Entity::find_by_id(self.people.secretary.account).one(&self.db().read).await;
        let account = account.unwrap().unwrap();
        let actor = System::acting().acting_for(&self.db().read, &account, tokyo_day(self.now())).await;
        actor.unwrap().unwrap().secretary().unwrap()
    }

    /// A meeting of the council that is planned and not convened: ninety minutes in the large room, open, with the
    /// deadline the charter proposes. `at` is an instant such as `2026-12-04T14:00+09:00`.
    pub async fn planned(&self, title: &str, at: &str) -> meeting::Model {
        self.planned_for(self.people.council.id, title, at).await
    }

    /// The same for another body of the region.
    pub async fn planned_for(&self, body: BodyId, title: &str, at: &str) -> meeting::Model {
        let (now, starts_at) = (self.now(), instant(at));
        let id = MeetingId::at(now);
        let meeting_day = tokyo_day(starts_at);
        let row = meeting::ActiveModel {
            id: Set(id),
            region_id: Set(self.people.region.id),
            body_id: Set(body),
            fiscal_year: Set(FiscalYear::of(meeting_day).year()),
            starts_at: Set(Some(starts_at)),
            ends_at: Set(Some(starts_at + TimeDelta::minutes(90))),
            title: Set(title.to_owned()),
            place: Set("東部広域連合 3階 大会議室".to_owned()),
            online_url: Set(String::new()),
            mode: Set(MeetingMode::Room),
            openness: Set(Openness::Open),
            closed_reason: Set(String::new()),
            remarks: Set(String::new()),
            reply_due_on: Set(Some(previous_open_day(meeting_day - Days::new(14)))),
            uid: Set(format!("{id}@renkei.example")),
            sequence: Set(0),
            changed_at: Set(now),
            created_at: Set(now),
            version: Set(1),
            ..Default::default()
        };
        self.write(async |tx| row.insert(tx).await).await
    }
}
