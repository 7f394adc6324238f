//! How soon a server is ready on a database that exists, and what memory of its own it has after much work.

use std::time::Instant;

use crate::Asked;
use crate::deployment::Deployment;
use crate::figure::{Figure, Goal, median};
use crate::load::ask;
use crate::pages::product;

/// Requests before the memory is looked at.
const REQUESTS: usize = 10_000;

/// Measures both.
pub fn measure(asked: &Asked, tell: &mut dyn FnMut(Figure)) {
    let (start, memory) = (asked.wants("start"), asked.wants("memory"));
    if !start && !memory {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let deployment = runtime.block_on(Deployment::full());
    if start {
        tell(start_to_ready(&deployment, asked.rounds));
    }
    if memory {
        tell(memory_after_work(&deployment));
    }
}

fn start_to_ready(deployment: &Deployment, rounds: usize) -> Figure {
    let mut all = Vec::new();
    for _ in 0..rounds {
        let began = Instant::now();
        let server = product(deployment, &[]);
        all.push((began.elapsed().as_secs_f64() * 1e3, server.cpu().as_secs_f64() * 1e3));
    }
    let slowest = all.iter().map(|(ms, _)| *ms).fold(0.0, f64::max);
    let cpu = median(all.iter().map(|(_, cpu)| *cpu));
    Figure {
        name: "start to ready".to_owned(),
        value: median(all.iter().map(|(ms, _)| *ms)),
        unit: "ms",
        goal: Goal::Below(150.0),
        note: format!("processor {cpu:.0} ms; slowest {slowest:.0} ms"),
    }
}

fn memory_after_work(deployment: &Deployment) -> Figure {
    let server = product(deployment, &[]);
    let fresh = server.memory();
    for page in &deployment.pages {
        ask(server.address, page, REQUESTS / deployment.pages.len());
    }
    Figure {
        name: "memory after 10,000 requests".to_owned(),
        value: server.memory(),
        unit: "MB",
        goal: Goal::Below(32.0),
        note: format!("{fresh:.1} MB when it was ready; without mapped files"),
    }
}
