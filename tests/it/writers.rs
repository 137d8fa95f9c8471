//! Many who write at once: what is acknowledged is there for everybody, what is refused or broken off is not, whoever's commit
//! it shared.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;

use blaupause_kernel::Slug;
use blaupause_store::{Database, Error, providers};
use blaupause_tests::TestApp;
use diesel::connection::SimpleConnection;

const WRITERS: usize = 8;
const EACH: usize = 25;

fn is_there(database: &Database, id: &str) -> bool {
    let id: Slug = id.parse().unwrap();
    match database.read(|conn| providers::by_id(conn, &id)) {
        Ok(_) => true,
        Err(Error::NotFound { .. }) => false,
        Err(other) => panic!("{other}"),
    }
}

/// What becomes of a transaction after it has written its row.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Commit,
    Refuse,
    Panic,
}

/// Writes a provider and ends like that; whether it was acknowledged.
fn write(database: &Database, id: &str, end: End) -> bool {
    let sql = format!("INSERT INTO providers (id, name, revision) VALUES ('{id}', 'P {id}', 1)");
    let transaction = || {
        database.write(|conn| {
            conn.batch_execute(&sql)?;
            match end {
                End::Commit => Ok(()),
                End::Refuse => Err(Error::Cursor),
                End::Panic => panic!("in the middle of a transaction"),
            }
        })
    };
    matches!(catch_unwind(AssertUnwindSafe(transaction)), Ok(Ok(())))
}

/// Everybody writes; every transaction is acknowledged exactly if its row is there afterwards. The acknowledged ones.
fn all_write(app: &TestApp, end: fn(usize, usize) -> End) -> usize {
    let (database, begin) = (app.app.database(), Barrier::new(WRITERS));
    let begin = &begin;
    let acknowledged = std::thread::scope(|scope| {
        let writer = |w: usize| {
            scope.spawn(move || {
                begin.wait();
                let transaction = |n: usize| {
                    let (id, end) = (format!("p-{w}-{n}"), end(w, n));
                    let acknowledged = write(database, &id, end);
                    assert_eq!(is_there(database, &id), acknowledged, "{id}");
                    assert!(!acknowledged || end == End::Commit, "{id}");
                    usize::from(acknowledged)
                };
                (0..EACH).map(transaction).sum::<usize>()
            })
        };
        let writers: Vec<_> = (0..WRITERS).map(writer).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    for (w, n) in (0..WRITERS).flat_map(|w| (0..EACH).map(move |n| (w, n))) {
        assert!(end(w, n) == End::Commit || !is_there(database, &format!("p-{w}-{n}")));
    }
    acknowledged
}

#[test]
fn what_is_refused_takes_nothing_of_others_along() {
    let app = TestApp::start();
    let end = |w: usize, n: usize| if (w + n).is_multiple_of(3) { End::Refuse } else { End::Commit };
    let all = (0..WRITERS).flat_map(|w| (0..EACH).map(move |n| (w, n)));
    let wanted = all.filter(|(w, n)| end(*w, *n) == End::Commit).count();
    assert_eq!(all_write(&app, end), wanted, "whoever commits is acknowledged");
}

#[test]
fn what_breaks_off_is_gone_and_writing_goes_on() {
    let app = TestApp::start();
    let end = |w: usize, n: usize| if w == 0 && n % 5 == 2 { End::Panic } else { End::Commit };
    assert!(all_write(&app, end) > 0);
    assert!(write(app.app.database(), "afterwards", End::Commit));
    assert!(is_there(app.app.database(), "afterwards"));
}

#[test]
fn rivals_for_one_row_all_get_through() {
    let app = TestApp::start();
    let database = app.app.database();
    assert!(write(database, "one", End::Commit));
    let more = || {
        database.write(|conn| {
            conn.batch_execute("UPDATE providers SET revision = revision + 1 WHERE id = 'one'")?;
            Ok::<(), Error>(())
        })
    };
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| (0..EACH).for_each(|_| more().unwrap()));
        }
    });
    let id: Slug = "one".parse().unwrap();
    let found = database.read(|conn| providers::by_id(conn, &id)).unwrap();
    assert_eq!(usize::try_from(found.revision.get()).unwrap(), 1 + WRITERS * EACH);
}
