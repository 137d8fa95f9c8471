//! Makes roadmaps while the server runs, off the threads that answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use blaupause_app::{App, roadmap_planning};

use crate::config::Roadmaps;

/// The planners of a running server.
pub struct Planners {
    ends: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Planners {
    /// Lets every planner put back what it is working on, and stops them.
    pub async fn stop(self) {
        self.ends.store(true, Ordering::Relaxed);
        for task in self.tasks {
            if let Err(error) = task.await {
                tracing::warn!(%error, "a planner of roadmaps ended");
            }
        }
    }
}

/// Starts the planners.
pub fn start(app: &App, said: &Roadmaps) -> Planners {
    let ends = Arc::new(AtomicBool::new(false));
    let one = |_| actix_web::rt::spawn(plan(app.clone(), said.clone(), Arc::clone(&ends)));
    let tasks = (0..said.planners).map(one).collect();
    Planners { ends, tasks }
}

async fn plan(app: App, said: Roadmaps, ends: Arc<AtomicBool>) {
    let takeover = Duration::from_secs(said.takeover_seconds.max(1));
    let pause = Duration::from_millis(said.poll_ms.max(1));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if said.threads == 0 { cores } else { said.threads };
    while !ends.load(Ordering::Relaxed) {
        let (own, ends) = (app.clone(), Arc::clone(&ends));
        let goes_on = move || !ends.load(Ordering::Relaxed);
        let made = app.off_thread(move || roadmap_planning::work(&own, threads, takeover, &goes_on)).await;
        match made {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "a roadmap could not be made"),
        }
        actix_web::rt::time::sleep(pause).await;
    }
}
