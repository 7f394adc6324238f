//! From an empty database to the first notice, with the program alone: the command line makes the administrator, the
//! pages do the rest, and nobody writes a statement.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use chrono::{Days, NaiveDate};
use renkei::platform::clock::Clock;
use renkei::platform::date::{next_open_day, tokyo_day, wareki, wareki_weekday};
use tempfile::TempDir;

use crate::support::browser::{Browser, Window};
use crate::support::mails::Mail;

const BODY: &str = "飯田南部在宅医療・介護連携協議会";

#[actix_web::test]
async fn from_nothing_to_the_first_notice() {
    let deployment = Deployment::start();
    let said = deployment.run(&["user", "add", "--email", "kanri@renkei.example", "--name", "管理 花子"]);
    let Some(page) = Browser::open(&deployment.address, Window::DESK).await else { return };
    page.goto(said.split_whitespace().find_map(|word| word.find("/sign-in/").map(|at| &word[at..])).unwrap())
        .await;
    page.press("サインインする").await.reads("サインインできる人").await;
    a_region(&page).await;
    a_clerk(&page).await;
    page.press("管理 花子（管理者）").await.press("サインアウト").await.reads("サインイン").await;
    deployment.run(&["worker", "--once"]);
    page.goto(&deployment.mails().pop().unwrap().link("/sign-in/").unwrap()).await;
    page.press("サインインする")
        .await
        .reads("進行中の会議はありません。")
        .await
        .is_sound_at_every_width()
        .await;
    the_register(&page).await;
    the_body(&page).await;
    let day = next_open_day(tokyo_day(Clock::running().now()) + Days::new(40));
    a_meeting(&page, day).await;
    deployment.run(&["worker", "--once"]);
    let notice = deployment.mails().into_iter().find(|mail| mail.to == "hara@ishikai.example").unwrap();
    assert!(notice.text.contains(&wareki_weekday(day)), "{}", notice.text);
    assert!(notice.text.replace('\n', "").contains("8飯福第1号"), "{}", notice.text);
    page.goto(&notice.link("/r/").unwrap()).await;
    page.reads("原 重彦 様")
        .await
        .reads("会議の出欠をお知らせください")
        .await
        .is_sound_at_every_width()
        .await;
}

async fn a_region(page: &Browser) {
    page.turn_to("圏域").await.reads("まだ圏域がありません。").await.is_sound().await;
    page.press("圏域を設ける").await;
    for (label, value) in [
        ("圏域の名前", "飯田南部広域連合"),
        ("URL名", "iida-nanbu"),
        ("会議の名前", "在宅医療・介護連携推進事業"),
        ("担当の部署", "福祉課"),
        ("担当者", "佐藤"),
        ("電話", "0265-00-0000"),
        ("受付時間", "平日8:30～17:15"),
        ("返信先のメール", "fukushi@nanbu.example"),
        ("差出人の名前", "飯田南部広域連合 福祉課"),
        ("差出人のメール", "kaigi@nanbu.example"),
    ] {
        page.fill(label, value).await;
    }
    page.press("圏域を設ける").await.reads("続けて構成市町村を加えてください。").await;
    page.press("登録にない市町村を登録する").await.fill("コード", "202053").await;
    page.fill("名前", "飯田市").await.fill("ふりがな", "いいだし").await.press("市町村を登録する").await;
    page.reads("飯田市を登録しました")
        .await
        .press("構成市町村")
        .await
        .reads("まだ構成市町村がありません")
        .await;
    page.fill("加える市町村のコード", "202053").await.press("構成市町村に加える").await;
    page.reads("飯田市を構成市町村に加えました").await.is_sound().await;
}

async fn a_clerk(page: &Browser) {
    page.turn_to("利用者").await.press("利用者を加える").await;
    page.fill("メールアドレス", "sato@nanbu.example").await.fill("氏名", "佐藤 由美").await;
    page.press("利用者を加える").await.reads("佐藤 由美さんを利用者に加えました").await.is_sound().await;
    page.press("役割を付ける").await.tick("事務局").await.select("圏域", "飯田南部広域連合").await;
    page.press("役割を付ける").await.reads("事務局（飯田南部広域連合）").await;
    page.press("リンクを送る").await.reads("サインイン用のリンクを本人に送ります").await.is_sound().await;
}

/// An association and two people of it, one with mail, one with nothing but a fax.
async fn the_register(page: &Browser) {
    page.turn_to("名簿").await.reads("会議体はまだありません。").await.is_sound().await;
    page.press("団体").await.press("団体を加える").await.fill("団体名", "飯田医師会").await;
    page.fill("略称", "医師会").await.fill("ふりがな", "いいだいしかい").await.fill("順番", "1").await;
    page.press("団体を加える").await.reads("飯田医師会を加えました").await;
    for (name, kana, way, value) in [
        ("原 重彦", "はら しげひこ", "メール", "hara@ishikai.example"),
        ("髙橋 由紀子", "たかはし ゆきこ", "FAX", "0265-00-0002"),
    ] {
        page.turn_to("名簿").await.press("人").await.press("人を加える").await;
        page.fill("氏名", name).await.fill("ふりがな", kana).await.press("名簿に加える").await;
        page.reads(&format!("{name}さんを名簿に加えました")).await.press("連絡先を加える").await;
        page.tick(way).await.fill("番号・アドレス", value).await.press("連絡先を加える").await;
        page.reads("連絡先を加えました").await.reads(value).await.is_sound().await;
    }
}

/// A body with its charter, two seats and two terms.
async fn the_body(page: &Browser) {
    page.turn_to("名簿").await.press("会議体を設ける").await.fill("名称", BODY).await;
    page.fill("短い名称", "連携協議会").await.select("種類", "協議会").await.fill("並び順", "1").await;
    page.press("会議体を設ける").await.reads("次に設置要綱と席を入れてください。").await.is_sound().await;
    let start = wareki(tokyo_day(Clock::running().now()) - Days::new(30));
    page.press("版を加える").await.fill("施行日", &start).await.fill("議長の呼び名", "会長").await;
    for (setting, choice) in
        [("定足数", "過半数"), ("定足数のもとになる人数", "在任委員"), ("会議の回数", "年度ごと")]
    {
        page.select_in(setting, "決まり", choice).await.fill_in(setting, "条文", "第6条第2項").await;
    }
    page.press("この版を加える").await.reads("設置要綱の版を加えました").await;
    for (position, name, role) in [("1", "原 重彦", "会長"), ("2", "髙橋 由紀子", "委員")] {
        page.press("席を加える").await.select("団体", "飯田医師会").await.fill("名簿の順", position).await;
        page.press("席を加える").await.reads("席を加えました").await.press("この席に委嘱する").await;
        page.select("委嘱する人", name).await.select("役", role).await.fill("任期の始まり", &start).await;
        page.press("委嘱する").await.reads("委嘱を記録しました").await.reads(name).await;
    }
    page.reads("在任2人、欠員0").await.is_sound_at_every_width().await;
}

async fn a_meeting(page: &Browser, day: NaiveDate) {
    page.turn_to("会議").await.reads("会議はまだありません。").await.press("会議を計画する").await;
    page.select("会議体", BODY).await.fill("開催日", &wareki_weekday(day)).await;
    page.fill("開始", "18:30").await.fill("終了", "20:00").await.fill("場所", "飯田市役所").await;
    page.fill("回答期限", &wareki(day - Days::new(14))).await.press("会議を計画に入れる").await;
    page.reads("会議を計画に入れました").await.press("議題を決める").await.tick("協議").await;
    page.fill("議題", "今年度の進め方").await.press("議題を加える").await.reads("議題を加えました").await;
    page.press("会議のページへ").await.press("招集する").await.fill("文書番号", "8飯福第1号").await;
    page.press("送る内容を確かめる").await.reads("2人に送ります（メール1通、印刷1通）").await;
    page.is_sound().await;
    page.press("開催通知を2人に送る").await.reads("開催通知を2人に「送信待ち」にしました").await;
    page.press("1通を印刷する").await.reads("出欠回答票").await.is_sound_at_every_width().await;
    page.press("もどる").await.reads("返事 2人中0人").await;
}

/// `renkei serve` on a free port over an empty folder, without its worker. It ends with this value.
struct Deployment {
    data: TempDir,
    address: String,
    server: Child,
    /// Kept open, so that the server can go on writing.
    _said: BufReader<ChildStderr>,
}

impl Drop for Deployment {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Deployment {
    fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let mut serve = renkei(data.path(), &["serve", "--listen", "127.0.0.1:0", "--no-worker"]);
        let mut server = serve.stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(server.stderr.take().unwrap());
        let lines = said.by_ref().lines().map(|line| line.unwrap());
        let addresses = lines.filter_map(|line| Some(line.split_once("address=")?.1.to_owned()));
        let address = addresses.take(1).collect::<String>();
        let address = address.split_whitespace().next().expect("the server says where it is");
        Self { data, address: format!("http://{address}"), server, _said: said }
    }

    /// Runs a command over the same folder; `user add` makes an administrator.
    fn run(&self, arguments: &[&str]) -> String {
        let mut command = renkei(self.data.path(), arguments);
        if arguments.first() == Some(&"user") {
            command.args(["--role", "administrator"]);
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Every mail laid down so far.
    fn mails(&self) -> Vec<Mail> {
        let folder = std::fs::read_dir(self.data.path().join("mail/new")).unwrap();
        folder.map(|file| Mail::read(std::fs::read(file.unwrap().path()).unwrap())).collect()
    }
}

fn renkei(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_renkei"));
    command.arg("--data").arg(data).args(arguments).stdin(Stdio::null());
    command.env("RENKEI_MAIL_FROM", "renkei@renkei.example").env("RENKEI_MAIL_HOLD", "0");
    command.env("RENKEI_LOG", "error,renkei::cli::serve=info").env("RENKEI_LOG_FORMAT", "text");
    command
}
