//! Threads that share work, and whoever watches it. Who does what is left to chance; what comes out is not.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::solve::{Progress, Stopped};

/// How often whoever watches is told. Time paces this alone, no result depends on it.
const PACE: Duration = Duration::from_millis(100);

/// Whoever watches, and what was told last.
pub(crate) struct Watcher<'w> {
    watch: &'w dyn Fn(Progress) -> bool,
    progress: Cell<Progress>,
    told: Cell<Option<Instant>>,
    /// Set when the work is to stop.
    pub stop: AtomicBool,
}

impl<'w> Watcher<'w> {
    /// A watcher of work that has not begun.
    pub(crate) fn new(watch: &'w dyn Fn(Progress) -> bool) -> Self {
        let progress = Progress { done: 0, of: 1, value: 0, bound: None };
        Self { watch, progress: Cell::new(progress), told: Cell::new(None), stop: AtomicBool::new(false) }
    }

    /// The work is so far.
    pub(crate) fn tell(&self, progress: Progress) -> Result<(), Stopped> {
        self.progress.set(progress);
        self.told.set(None);
        self.tick()
    }

    /// The work goes on.
    pub(crate) fn tick(&self) -> Result<(), Stopped> {
        if self.told.get().is_some_and(|told| told.elapsed() < PACE) {
            return Ok(());
        }
        self.told.set(Some(Instant::now()));
        if (self.watch)(self.progress.get()) {
            return Ok(());
        }
        self.stop.store(true, Ordering::Relaxed);
        Err(Stopped::Stopped)
    }
}

/// Does something with each item on several threads; the results come in the order of the items.
pub(crate) fn each<T: Send, R: Send>(
    (threads, watcher): (usize, &Watcher<'_>),
    items: &mut [T],
    work: impl Fn(usize, &mut T) -> R + Sync,
) -> Result<Vec<R>, Stopped> {
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let queue = Mutex::new(items.iter_mut().enumerate());
    let (send, receive) = mpsc::channel();
    let stop = &watcher.stop;
    let mut outcome = Ok(());
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (send, queue, work) = (send.clone(), &queue, &work);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let next = queue.lock().ok().and_then(|mut queue| queue.next());
                    let Some((at, item)) = next else { break };
                    if send.send((at, work(at, item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        loop {
            match receive.recv_timeout(PACE) {
                Ok((at, result)) => {
                    if let Some(slot) = results.get_mut(at) {
                        *slot = Some(result);
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
            if outcome.is_ok() {
                outcome = watcher.tick();
            }
        }
    });
    outcome?;
    let count = results.len();
    let results: Vec<R> = results.into_iter().flatten().collect();
    if results.len() == count { Ok(results) } else { Err(Stopped::Stopped) }
}
