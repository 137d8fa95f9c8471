//! The statements that the product sends for one request, read from PostgreSQL's log, so that they can be sent again without
//! the product: the least that the same request could cost.

use std::collections::BTreeMap;

/// A statement with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// As it was sent, with `$1`, `$2`.
    pub sql: String,
    /// In this order; `None` for NULL.
    pub parameters: Vec<Parameter>,
}

/// What stands for `$1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// A value.
    Value(String),
    /// NULL.
    Null,
    /// Another id each time.
    NewId,
}

/// The transaction in a server's log, written with `log_statement = all`, one of whose statements has `marker` among its
/// parameters; the last one if there are several. Without its `BEGIN` and `COMMIT`.
pub fn of_transaction(log: &str, marker: &str) -> Option<(String, Vec<Statement>)> {
    let mut open: BTreeMap<&str, (String, Vec<Statement>)> = BTreeMap::new();
    let mut found = None;
    for line in log.lines() {
        let Some((process, kind, text)) = split(line) else { continue };
        match kind {
            "LOG" => {
                let Some((_, sql)) = text.split_once(": ") else { continue };
                let sql = sql.trim().to_owned();
                if sql.starts_with("BEGIN") {
                    // what is sent along with it in one message would be a message more for the measure
                    let begin = sql.split(';').next().unwrap_or_default().to_owned();
                    open.insert(process, (begin, Vec::new()));
                } else if sql == "COMMIT" {
                    let done = open.remove(process);
                    found = done.filter(|(_, all)| all.iter().any(|one| one.has(marker))).or(found);
                } else if let Some((_, statements)) = open.get_mut(process) {
                    statements.push(Statement { sql, parameters: Vec::new() });
                }
            }
            "DETAIL" => {
                let last = open.get_mut(process).and_then(|(_, statements)| statements.last_mut());
                if let (Some(last), Some(said)) = (last, text.strip_prefix("parameters: ")) {
                    last.parameters = parameters(said);
                }
            }
            _ => {}
        }
    }
    found
}

impl Statement {
    fn has(&self, marker: &str) -> bool {
        self.parameters.iter().any(|parameter| matches!(parameter, Parameter::Value(v) if v == marker))
    }

    /// The same as something that can be sent again and again: a new row gets another id, and a row that was changed keeps its
    /// revision, so that it is found by it the next time.
    pub fn again(mut self) -> Self {
        let inserts = self.sql.starts_with("INSERT INTO ") && self.sql.contains(r#" ("id", "#);
        if let (true, Some(first)) = (inserts, self.parameters.first_mut()) {
            *first = Parameter::NewId;
        }
        let places: Vec<usize> = self.sql.split(r#""revision" = $"#).skip(1).filter_map(number).collect();
        if let (true, [set, held]) = (self.sql.starts_with("UPDATE "), places.as_slice()) {
            let held = self.parameters.get(held - 1).cloned();
            if let (Some(place), Some(held)) = (self.parameters.get_mut(set - 1), held) {
                *place = held;
            }
        }
        self
    }

    /// The same for another row: every parameter with `marker` in it names `other` there.
    pub fn about(mut self, marker: &str, other: &str) -> Self {
        for parameter in &mut self.parameters {
            if let Parameter::Value(value) = parameter {
                *value = value.replace(marker, other);
            }
        }
        self
    }

    /// As pgbench takes it, with the values as variables that are told from `prefix` on: the statement, and the variables.
    pub fn for_pgbench(&self, prefix: &str) -> (String, Vec<(String, String)>) {
        let mut variables = Vec::new();
        let sql = replaced(&self.sql, |n| match self.parameters.get(n.saturating_sub(1)) {
            Some(Parameter::Value(value)) => {
                let name = format!("{prefix}_{n}");
                variables.push((name.clone(), value.clone()));
                format!(":{name}")
            }
            Some(Parameter::NewId) => "gen_random_uuid()::text".to_owned(),
            Some(Parameter::Null) | None => "NULL".to_owned(),
        });
        (sql, variables)
    }

    /// As SQLite takes it, which has no word for a column's default: a column that gets it is left out. `?1`, `?2` stand for
    /// the values, in this order.
    pub fn for_sqlite(&self) -> (String, Vec<Option<String>>) {
        let sql = without_defaults(&self.sql);
        let mut values = Vec::new();
        let sql = replaced(&sql, |n| match self.parameters.get(n.saturating_sub(1)) {
            Some(Parameter::NewId) => "lower(hex(randomblob(16)))".to_owned(),
            Some(Parameter::Value(value)) => {
                values.push(Some(value.clone()));
                format!("?{}", values.len())
            }
            Some(Parameter::Null) | None => "NULL".to_owned(),
        });
        // as the product writes truth there
        let truth = |value: Option<String>| match value.as_deref() {
            Some("t") => Some("1".to_owned()),
            Some("f") => Some("0".to_owned()),
            _ => value,
        };
        (sql, values.into_iter().map(truth).collect())
    }
}

/// Process, kind and text of a line `2026-11-29 16:18:12.167 UTC [21242] LOG:  statement: COMMIT`.
fn split(line: &str) -> Option<(&str, &str, &str)> {
    let (_, rest) = line.split_once(" [")?;
    let (process, rest) = rest.split_once("] ")?;
    let (kind, text) = rest.split_once(":  ")?;
    Some((process, kind, text))
}

/// `$1 = 'it''s', $2 = NULL` as values.
fn parameters(text: &str) -> Vec<Parameter> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, said)) = rest.split_once(" = ") {
        let Some(quoted) = said.strip_prefix('\'') else {
            found.push(Parameter::Null);
            rest = said.split_once(", ").map_or("", |(_, rest)| rest);
            continue;
        };
        let (mut value, mut left) = (String::new(), quoted);
        while let Some((piece, after)) = left.split_once('\'') {
            value.push_str(piece);
            left = after;
            // a doubled quote is one inside the value
            let Some(inside) = after.strip_prefix('\'') else { break };
            value.push('\'');
            left = inside;
        }
        found.push(Parameter::Value(value));
        rest = left;
    }
    found
}

fn number(text: &str) -> Option<usize> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..digits)?.parse().ok()
}

/// The statement with something else for each `$1`.
fn replaced(sql: &str, mut by: impl FnMut(usize) -> String) -> String {
    let mut pieces = sql.split('$');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match number(piece) {
            Some(n) => {
                text.push_str(&by(n));
                text.push_str(piece.trim_start_matches(|c: char| c.is_ascii_digit()));
            }
            None => text.extend(["$", piece]),
        }
    }
    text
}

fn without_defaults(sql: &str) -> String {
    let Some((head, rest)) = sql.split_once(" (") else { return sql.to_owned() };
    let Some((columns, values)) = rest.split_once(") VALUES (") else { return sql.to_owned() };
    let Some(values) = values.strip_suffix(')') else { return sql.to_owned() };
    let kept = columns.split(", ").zip(values.split(", ")).filter(|(_, value)| *value != "DEFAULT");
    let (columns, values): (Vec<&str>, Vec<&str>) = kept.unzip();
    format!("{head} ({}) VALUES ({})", columns.join(", "), values.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As PostgreSQL 15 wrote it; two servers' processes take turns.
    const LOG: &str = "\
        2026-11-29 16:18:12.167 UTC [7] LOG:  statement: BEGIN ISOLATION LEVEL SERIALIZABLE; LOCK TABLE a\n\
        2026-11-29 16:18:12.167 UTC [8] LOG:  statement: BEGIN READ ONLY\n\
        2026-11-29 16:18:12.168 UTC [8] LOG:  execute s1: SELECT 1 FROM \"units\" WHERE \"ars\" = $1\n\
        2026-11-29 16:18:12.168 UTC [8] DETAIL:  parameters: $1 = '03'\n\
        2026-11-29 16:18:12.168 UTC [7] LOG:  execute <unnamed>: UPDATE \"a\" SET \"unit\" = $1, \"note\" = $2, \"revision\" = $3 WHERE ((\"a\".\"id\" = $4) AND (\"a\".\"revision\" = $5))\n\
        2026-11-29 16:18:12.168 UTC [7] DETAIL:  parameters: $1 = NULL, $2 = 'it''s = ''so'', $9', $3 = '3', $4 = 'x1', $5 = '2'\n\
        2026-11-29 16:18:12.169 UTC [8] LOG:  statement: COMMIT\n\
        2026-11-29 16:18:12.170 UTC [7] LOG:  execute <unnamed>: INSERT INTO \"e\" (\"id\", \"position\", \"subject\", \"public\") VALUES ($1, DEFAULT, $2, $3)\n\
        2026-11-29 16:18:12.170 UTC [7] DETAIL:  parameters: $1 = 'new', $2 = '/a/x1', $3 = 'f'\n\
        2026-11-29 16:18:12.171 UTC [7] LOG:  statement: COMMIT\n";

    fn value(text: &str) -> Parameter {
        Parameter::Value(text.to_owned())
    }

    #[test]
    fn a_transaction_is_read_from_the_log_by_one_of_its_parameters() {
        let (begin, statements) = of_transaction(LOG, "x1").unwrap();
        assert_eq!(begin, "BEGIN ISOLATION LEVEL SERIALIZABLE");
        let [update, insert] = statements.as_slice() else { panic!("{statements:?}") };
        let said = [Parameter::Null, value("it's = 'so', $9"), value("3"), value("x1"), value("2")];
        assert_eq!(update.parameters, said);
        assert_eq!(insert.parameters, [value("new"), value("/a/x1"), value("f")]);
        assert!(of_transaction(LOG, "nobody").is_none());
    }

    #[test]
    fn statements_can_be_sent_again_by_other_programs() {
        let (_, statements) = of_transaction(LOG, "x1").unwrap();
        let mut again = statements.into_iter().map(|one| one.again().about("x1", "y2"));
        let (update, insert) = (again.next().unwrap(), again.next().unwrap());
        // the revision stays 2, so that it is found the next time
        let (sql, variables) = update.for_pgbench("s0");
        assert_eq!(
            sql,
            "UPDATE \"a\" SET \"unit\" = NULL, \"note\" = :s0_2, \"revision\" = :s0_3 \
             WHERE ((\"a\".\"id\" = :s0_4) AND (\"a\".\"revision\" = :s0_5))"
        );
        let told = [("s0_2", "it's = 'so', $9"), ("s0_3", "2"), ("s0_4", "y2"), ("s0_5", "2")];
        assert_eq!(variables, told.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let (sql, values) = insert.for_sqlite();
        assert_eq!(
            sql,
            "INSERT INTO \"e\" (\"id\", \"subject\", \"public\") VALUES (lower(hex(randomblob(16))), ?1, ?2)"
        );
        assert_eq!(values, ["/a/y2", "0"].map(|value| Some(value.to_owned())));
        assert_eq!(insert.for_pgbench("s1").0.matches("gen_random_uuid()::text").count(), 1);
    }
}
