//! The threads that wait for the database, as many as it has connections: more would only wait for one, and each that is woken
//! for a single task costs more than the task.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crossbeam_channel::{Receiver, Sender, unbounded};
use tokio::sync::oneshot;

use crate::Error;

type Task = Box<dyn FnOnce() + Send>;

/// Threads that take tasks from one queue. They end with the queue.
pub(crate) struct Threads {
    tasks: Sender<Task>,
}

impl Threads {
    /// So many threads of a name.
    pub(crate) fn start(name: &str, count: u32) -> Self {
        let (tasks, queue) = unbounded();
        for _ in 0..count.max(1) {
            let queue = queue.clone();
            let started = std::thread::Builder::new().name(name.to_owned()).spawn(move || work(&queue));
            if let Err(error) = started {
                tracing::warn!(%error, name, "a thread for the database could not be started");
            }
        }
        Self { tasks }
    }

    /// Runs a task on one of the threads.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        task: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (answer, done) = oneshot::channel();
        let task = Box::new(move || {
            // whoever asked may have gone
            let _ = answer.send(task());
        });
        let gone = |_| Error::Internal("no thread for the database".to_owned());
        self.tasks.send(task).map_err(gone)?;
        done.await.map_err(|_| Error::Internal("a task of the database broke off".to_owned()))?
    }
}

fn work(queue: &Receiver<Task>) {
    for task in queue {
        if catch_unwind(AssertUnwindSafe(task)).is_err() {
            tracing::error!("a task of the database broke off");
        }
    }
}
