//! The reader's own key tables, read row by row: one that is wrong costs no other.

use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};
use toml::de::{DeArray, DeTable, DeValue};
use toml::{Table, Value};

use super::action::{Action, Context};
use super::keymap::{Keymap, KeymapError};

/// What was read of `[keys]`.
#[derive(Debug, Default)]
pub(super) struct OwnKeys {
    /// The rows that count, as [`Keymap::overlay`] takes them.
    pub(super) tables: Table,
    /// Where in the file each of the others stands, and why it does not count.
    pub(super) wrong: Vec<(usize, String)>,
}

/// Reads the tables of `[keys]`, which says where each row stands; `own` has the same
/// tables as plain values.
pub(super) fn read(keys: &DeTable<'_>, own: &Table) -> OwnKeys {
    let (mut read, base) = (OwnKeys::default(), Keymap::default());
    for (context, rows) in keys {
        let (name, at) = (&**context.get_ref(), context.span().start);
        let values = own.get(name).and_then(Value::as_array);
        match (rows.get_ref(), values) {
            _ if !is_known::<Context>(name) => {
                read.wrong.push((at, format!("keys: there is no place `{name}`")));
            }
            (DeValue::Array(rows), Some(values)) => read.rows(&base, name, rows, values),
            _ => read.wrong.push((at, format!("keys: {name} is a list of rows"))),
        }
    }
    read
}

impl OwnKeys {
    fn rows(&mut self, base: &Keymap, context: &str, rows: &DeArray<'_>, values: &[Value]) {
        for (row, value) in rows.iter().zip(values) {
            let mut tables = self.tables.clone();
            let table = tables.entry(context).or_insert_with(|| Value::Array(Vec::new()));
            table.as_array_mut().expect("only lists are put here").push(value.clone());
            let text = toml::to_string(&tables).unwrap_or_default();
            match base.overlay(&text) {
                Ok(_) => self.tables = tables,
                Err(error) => {
                    let told = format!("keys: {}{}", named(value), reason(value, &error));
                    self.wrong.push((row.span().start, told));
                }
            }
        }
    }
}

/// The keys of a row, where it names any.
fn named(row: &Value) -> String {
    let keys = row.get("keys").and_then(Value::as_array);
    let keys: Vec<&str> = keys.into_iter().flatten().filter_map(Value::as_str).collect();
    if keys.is_empty() { String::new() } else { format!("`{}`: ", keys.join("`, `")) }
}

fn reason(row: &Value, error: &KeymapError) -> String {
    let run = row.get("run").and_then(Value::as_str);
    match (run, error) {
        (Some(run), _) if !is_known::<Action>(run) => format!("there is no action `{run}`"),
        (_, KeymapError::Syntax(error)) => error.message().to_owned(),
        (_, error) => error.to_string(),
    }
}

fn is_known<'a, T: Deserialize<'a>>(name: &'a str) -> bool {
    T::deserialize(StrDeserializer::<Error>::new(name)).is_ok()
}
