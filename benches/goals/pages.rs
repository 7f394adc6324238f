//! The pages people open most, beside a bare handler over the same statements: requests per second.

use std::process::{Command, Stdio};
use std::time::Duration;

use crate::deployment::Deployment;
use crate::figure::{Figure, Goal, median};
use crate::load::{Page, ask};
use crate::process::Server;
use crate::{Asked, bare_pages};

/// Requests of one side in one round.
const REQUESTS: usize = 300;

/// One side of one round.
struct Side {
    took: Duration,
    cpu: Duration,
}

/// Measures each page that is wanted.
pub fn measure(asked: &Asked, tell: &mut dyn FnMut(Figure)) {
    let names = ["meeting page", "meeting list", "reply page", "feed"];
    if !names.iter().any(|name| asked.wants(name)) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let deployment = runtime.block_on(Deployment::full());
    let renkei = product(&deployment, &["--no-worker"]);
    let bare = Server::start(
        |address| {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.args(bare_pages::words(address, &deployment.pages)).stderr(Stdio::inherit());
            deployment.equip(&mut command);
            command
        },
        &deployment.pages[3].path,
    );
    for page in deployment.pages.iter().filter(|page| asked.wants(page.name)) {
        tell(beside(&renkei, &bare, page, asked.rounds));
    }
}

/// The release binary, serving a deployment.
pub fn product(deployment: &Deployment, options: &[&str]) -> Server {
    let command = |address: std::net::SocketAddr| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_renkei"));
        command.args(["serve", "--listen", &address.to_string()]).args(options).stderr(Stdio::null());
        deployment.equip(&mut command);
        command
    };
    Server::start(command, "/readyz")
}

fn beside(renkei: &Server, bare: &Server, page: &Page, rounds: usize) -> Figure {
    // Statements are prepared and buffers have their size before anything counts.
    for server in [renkei, bare] {
        ask(server.address, page, REQUESTS);
    }
    let mut pairs = Vec::new();
    for round in 0..rounds {
        // Whoever comes first does not always come first.
        let pair = if round % 2 == 0 {
            let ours = side(renkei, page);
            (ours, side(bare, page))
        } else {
            let theirs = side(bare, page);
            (side(renkei, page), theirs)
        };
        pairs.push(pair);
    }
    let each = |of: fn(&Side) -> Duration| {
        let ratios = pairs.iter().map(|(ours, theirs)| of(theirs).as_secs_f64() / of(ours).as_secs_f64());
        median(ratios) * 100.0
    };
    let cpu = |of: fn(&(Side, Side)) -> &Side| {
        median(pairs.iter().map(|pair| of(pair).cpu.as_secs_f64() * 1e6 / as_f64(REQUESTS)))
    };
    let rate = median(pairs.iter().map(|(ours, _)| as_f64(REQUESTS) / ours.took.as_secs_f64()));
    Figure {
        name: page.name.to_owned(),
        value: each(|side| side.took),
        unit: "%",
        goal: Goal::AtLeast(60.0),
        note: format!(
            "{rate:.0} requests a second; processor {:.0} µs a request, bare {:.0} µs, {:.0} %",
            cpu(|pair| &pair.0),
            cpu(|pair| &pair.1),
            each(|side| side.cpu),
        ),
    }
}

fn side(server: &Server, page: &Page) -> Side {
    let before = server.cpu();
    let took = ask(server.address, page, REQUESTS);
    Side { took, cpu: server.cpu() - before }
}

/// Counts here are small.
pub fn as_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}
