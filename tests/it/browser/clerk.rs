//! The way of the clerk through the main job: sign in, plan, agenda, notice, an address that does not exist, answers,
//! 催促, another day. Once at a desk, once on a telephone, and its first half where pages may not run scripts.

use crate::support::browser::{Browser, Window};
use crate::support::mails::Mail;
use crate::support::smtp_sink::{At, Fault, Manner, Sink};
use crate::support::world::World;

const NOW: &str = "2026-11-10T09:00+09:00";
const PASSWORD: &str = "みじかい文を三つつなげた合言葉";
/// Nobody is there.
const DEAD: &str = "miyazaki@example.jp";

#[actix_web::test]
async fn a_clerk_at_a_desk() {
    whole_job(Window::DESK).await;
}

#[actix_web::test]
async fn a_clerk_on_a_telephone() {
    whole_job(Window::TELEPHONE).await;
}

async fn whole_job(window: Window) {
    let Some(clerk) = Clerk::open(window).await else { return };
    clerk.signs_in().await;
    clerk.plans().await;
    clerk.sets_the_agenda().await;
    clerk.convenes().await;
    clerk.sees_what_left().await;
    clerk.corrects_an_address().await;
    clerk.sees_answers_arrive().await;
    clerk.reminds().await;
    clerk.moves_the_meeting().await;
}

/// A clerk before a browser, with a mail server that knows everybody but one.
pub struct Clerk {
    world: World,
    sink: Sink,
    page: Browser,
}

impl Clerk {
    /// `None`: this machine has no browser.
    pub async fn open(window: Window) -> Option<Self> {
        let unknown = Fault::Say("550 5.1.1 User unknown");
        let sink = Sink::start(Manner::Recipients(vec![(DEAD, At::Rcpt, unknown)]));
        let world = World::with(NOW, &[("RENKEI_SMTP_URL", &sink.url())]).await;
        let page = Browser::open(&world.address, window).await?;
        Some(Self { world, sink, page })
    }

    /// Without a password by a link that comes by mail; then with the password chosen there.
    pub async fn signs_in(&self) {
        let page = &self.page;
        page.goto("/").await;
        page.press("パスワードを忘れたとき").await;
        page.fill("リンクを受け取るメールアドレス", "sato@example.jp")
            .await
            .press("リンクを送ってもらう")
            .await;
        page.reads("サインイン用のメールをお送りしました").await;
        page.goto(&self.mail_to("sato@example.jp").await.link("/sign-in/").unwrap()).await;
        self.looks().await;
        page.fill("パスワード", PASSWORD).await.press("サインインする").await;
        page.reads("今週の期限はありません。").await;
        page.press("佐藤 恵（事務局）").await.press("サインアウト").await;
        page.fill("メールアドレス", "sato@example.jp").await.fill("パスワード", PASSWORD).await;
        page.press("サインイン").await.reads("今日 11月10日(火)").await;
        self.looks().await;
    }

    /// What speaks against a day is said while it is chosen, without pressing anything where scripts run.
    pub async fn plans(&self) {
        self.world.planned("", "2026-12-11T14:00+09:00").await;
        let page = &self.page;
        page.press("会議を計画する").await.select("会議体", "東部在宅医療・介護連携推進協議会").await;
        page.fill("開始", "14:00").await.fill("終了", "15:30").await;
        for (day, said) in [
            ("令和8年12月29日(火)", "閉庁日です"),
            ("2026-12-11", "同じ日に、この会議体の"),
            ("令和8年12月4日(金)", "令和8年12月4日(金)　この日時で重なりはありません"),
        ] {
            page.fill("開催日", day).await.fill("場所", "東部広域連合 3階 大会議室").await;
            if !page.window.scripts {
                page.press("重なりを確かめる").await;
            }
            page.reads(said).await;
        }
        self.looks().await;
        page.fill("開催日", "令和8年12月4日(木)").await.press("会議を計画に入れる").await;
        page.reads("令和8年12月4日は金曜日です。").await;
        self.looks().await;
        page.fill("開催日", "令和8年12月4日(金)").await.press("会議を計画に入れる").await;
        page.reads("会議を計画に入れました").await;
        self.looks().await;
    }

    /// Two items, then the other way round.
    pub async fn sets_the_agenda(&self) {
        let (page, first, second) = (&self.page, "上半期の取組", "入退院支援ルールの見直し");
        page.press("議題を決める").await.tick("報告").await.fill("議題", first).await;
        page.fill("時間（分）", "20").await.press("議題を加える").await;
        page.reads(first).await.tick("協議").await.fill("議題", second).await.tick("入退院支援").await;
        page.press("議題を加える").await.reads(second).await;
        self.looks().await;
        page.press(&format!("{second}を上へ")).await.reads("議題を並べ替えました").await;
        let words = page.words().await;
        assert!(words.find(second) < words.find(first), "{words}");
        page.press("会議のページへ").await.reads("議題 2件").await;
    }

    /// Nothing leaves before the count and the words were seen.
    pub async fn convenes(&self) {
        let page = &self.page;
        page.press("招集する").await.fill("文書番号", "8東広福第45号").await;
        page.fill("決裁日", "令和8年11月9日").await.fill("施行日", "令和8年11月10日(火)").await;
        assert!(page.value("差出人").await.contains("会長"), "the sender is proposed");
        page.press("送る内容を確かめる").await.reads("5人に送ります（メール5通）").await;
        page.reads("広福第45号").await.reads("令和8年12月4日(金)").await;
        self.looks().await;
        assert_eq!(self.sink.taken().len(), 1, "the mail with the link, no letter");
        page.press("書きなおす").await;
        assert_eq!(page.value("文書番号").await, "8東広福第45号");
        page.press("送る内容を確かめる").await.press("開催通知を5人に送る").await;
        page.reads("開催通知を5人に「送信待ち」にしました").await;
        self.looks().await;
    }

    /// 送信箱 before and after the worker.
    pub async fn sees_what_left(&self) {
        let page = &self.page;
        page.press("送信箱で確認する").await.reads("まもなく送ります").await;
        self.world.run_worker().await;
        page.turn_to("送信箱").await.reads("送りました").await;
        page.reads("届きませんでした").await.reads("あて先が見つかりません").await;
        self.looks().await;
    }

    /// The first screen says who heard nothing; the address is put right there.
    async fn corrects_an_address(&self) {
        let page = &self.page;
        page.turn_to("今日").await.reads("届いていない通知が").await;
        self.looks().await;
        page.press("あて先を直す").await.reads("あて先が見つかりません").await;
        self.looks().await;
        page.fill("メールアドレス", "miyazaki@shika.example").await.press("直して、もう一度送る").await;
        page.reads("あて先を直して、もう一度送ります").await;
        let mail = self.mail_to("miyazaki@shika.example").await;
        assert!(mail.subject.contains("12/4(金)14:00"), "{}", mail.subject);
        page.turn_to("今日").await.lacks("届いていない通知が").await;
    }

    /// The quorum is three of the four in office; the adviser is not counted.
    pub async fn sees_answers_arrive(&self) {
        let page = &self.page;
        for (address, verdict) in [
            ("yamamoto@example.jp", "あと3人で成立します"),
            ("tsuji@example.jp", "あと2人で成立します"),
            ("takahashi@example.jp", "あと1人で成立します"),
        ] {
            self.attends(address).await;
            self.opens_the_meeting().await;
            page.reads(verdict).await;
        }
        page.reads("返事 4人中2人").await;
        self.looks().await;
    }

    /// 催促 to the two who are silent.
    async fn reminds(&self) {
        let page = &self.page;
        page.press("未回答の2人に催促する").await.reads("電話で確かめるとき（2人）").await;
        self.looks().await;
        page.press("未回答の2人に催促する").await.reads("回答のお願いを「送信待ち」にしました").await;
        self.attends("yoshida@example.jp").await;
        self.opens_the_meeting().await;
        page.reads("定足数に達する見込みです").await;
    }

    /// Another day: everybody is asked again, and the page says so before it happens.
    async fn moves_the_meeting(&self) {
        let page = &self.page;
        page.press("そのほか").await;
        self.looks().await;
        page.press("日時・場所を変更する").await.fill("開催日", "令和8年12月7日").await;
        page.fill("開始", "13時30分").await.fill("終了", "15:00").await.press("送る内容を確かめる").await;
        page.reads("変更の理由：").await;
        self.looks().await;
        page.fill("変更の理由", "会場の都合のため").await.press("送る内容を確かめる").await;
        page.reads("全員にもう一度聞きます").await.reads("令和8年12月7日(月) 13:30～15:00").await;
        self.looks().await;
        page.press("変更して5人に知らせる")
            .await
            .reads("会議を変更し、5人への通知を「送信待ち」にしました")
            .await;
        page.reads("返事 4人中0人").await;
        self.world.run_worker().await;
        let told =
            self.sink.taken().iter().filter(|taken| subject(&taken.octets).contains("日時変更")).count();
        assert_eq!(told, 5, "everybody");
    }

    /// The same pages come three times; at a desk with scripts they are looked at in full, at every width.
    async fn looks(&self) {
        match self.page.window {
            Window { width: 1280, scripts: true, .. } => self.page.is_sound_at_every_width().await,
            _ => assert_eq!([self.page.beyond().await, self.page.complaints().await].concat(), [""; 0]),
        }
    }

    async fn opens_the_meeting(&self) {
        self.page.turn_to("会議").await.press("連携協議会 第1回").await;
    }

    /// Somebody opens the link of the notice and answers 出席.
    async fn attends(&self, address: &str) {
        let path = self.mail_to(address).await.link("/r/").unwrap();
        let phone = self.world.anonymous();
        let form = phone.get(&path).await;
        phone.submit(&form, &path, &[]).await.is(303);
    }

    /// The last mail to an address, once the worker has done its work.
    async fn mail_to(&self, address: &str) -> Mail {
        self.world.run_worker().await;
        let taken = self.sink.taken();
        let last = taken.iter().rfind(|taken| taken.to == [address]);
        Mail::read(last.unwrap_or_else(|| panic!("no mail to {address}")).octets.clone())
    }
}

fn subject(octets: &[u8]) -> String {
    Mail::read(octets.to_vec()).subject
}
