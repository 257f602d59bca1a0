//! The data package: schema, vocabularies and keys of every table, as Frictionless describes them.

use std::path::Path;

use serde_json::{Value, json};

use super::schema::Table;
use super::write::TableError;

/// A column as a field of a Table Schema.
fn field(table: &Table, column: &super::Column) -> Value {
    let mut constraints = serde_json::Map::new();
    if !column.nullable {
        constraints.insert("required".into(), json!(true));
    }
    if table.key == [column.name.as_str()] {
        constraints.insert("unique".into(), json!(true));
    }
    if !column.vocabulary.is_empty() {
        constraints.insert("enum".into(), json!(column.vocabulary));
    }
    let mut out = json!({ "name": column.name, "type": column.kind.frictionless(), "description": column.about });
    if !constraints.is_empty() {
        out["constraints"] = Value::Object(constraints);
    }
    out
}

/// A table's schema, with foreign keys to those tables that the package has too.
fn schema(table: &Table, present: &[&str]) -> Value {
    let mut out = json!({ "fields": table.columns.iter().map(|c| field(table, c)).collect::<Vec<_>>() });
    // A key with a column that may be null is none in the sense of Table Schema.
    if table.key.iter().all(|k| table.column(k).is_some_and(|c| !c.nullable)) {
        out["primaryKey"] = json!(table.key);
    }
    let keys: Vec<Value> = table
        .columns
        .iter()
        .filter_map(|c| c.refers.filter(|(to, _)| present.contains(to)).map(|(to, at)| (c, to, at)))
        .map(|(c, to, at)| json!({ "fields": c.name, "reference": { "resource": if to == table.name { "" } else { to }, "fields": at } }))
        .collect();
    if !keys.is_empty() {
        out["foreignKeys"] = json!(keys);
    }
    out
}

/// `datapackage.json` of a folder that holds these tables: table, rows, and the hashes of its files as [`super::Written`] has them.
/// Tables without CSV stand under `parquetOnly`, since Frictionless validates what stands under `resources`.
pub fn datapackage(tables: &[(Table, super::Written)]) -> String {
    let present: Vec<&str> = tables.iter().filter(|(t, _)| t.csv).map(|(t, _)| t.name).collect();
    let hash = |written: &super::Written, name: &str| written.files.iter().find(|(n, _)| n == name).map(|(_, h)| format!("blake3:{h}"));
    let resource = |(table, written): &(Table, super::Written)| {
        let parquet = format!("{}.parquet", table.name);
        let mut out = json!({
            "name": table.name,
            "description": table.about,
            "rows": written.rows,
            "parquet": { "path": parquet, "fingerprint": hash(written, &parquet) },
            "schema": schema(table, &present),
        });
        if table.csv {
            let csv = format!("{}.csv", table.name);
            out["path"] = json!(csv);
            out["format"] = json!("csv");
            out["mediatype"] = json!("text/csv");
            out["encoding"] = json!("utf-8");
            out["fingerprint"] = json!(hash(written, &csv));
        }
        out
    };
    let package = json!({
        "name": "howmany",
        "title": "Claimed counts in news: who claims how many of what, on whose word, as of when, and do the claims agree?",
        "description": "Text cells of the CSV files that begin with = + - @, tab or return carry a leading ' so that no spreadsheet runs them; the Parquet files have the text unchanged.",
        "resources": tables.iter().filter(|(t, _)| t.csv).map(resource).collect::<Vec<_>>(),
        "parquetOnly": tables.iter().filter(|(t, _)| !t.csv).map(resource).collect::<Vec<_>>(),
    });
    // A value made by `json!` always prints.
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

/// The data package of a finished run, read back.
///
/// # Errors
/// A file that is missing or is no JSON.
pub fn read_package(folder: &Path) -> Result<Value, TableError> {
    let path = folder.join("datapackage.json");
    let fault = |source| TableError::File { path: path.clone(), source };
    let text = std::fs::read(&path).map_err(fault)?;
    serde_json::from_slice(&text).map_err(|e| fault(e.into()))
}

#[cfg(test)]
mod tests {
    use super::super::{ClaimRow, Record, TextRow, Written, declared};
    use super::*;

    #[test]
    fn every_table_has_its_schema_and_keys() {
        let written = |t: &Table| Written { name: t.name.into(), rows: 0, files: vec![(format!("{}.parquet", t.name), "ab".into())] };
        let tables: Vec<_> = declared().into_iter().map(|t| (t.clone(), written(&t))).collect();
        let package: Value = serde_json::from_str(&datapackage(&tables)).expect("json");
        let resources = package["resources"].as_array().expect("list");
        assert_eq!(resources.len(), declared().len() - 1);
        assert_eq!(package["parquetOnly"][0]["name"], TextRow::table().name);
        let claims = resources.iter().find(|r| r["name"] == "claims").expect("claims");
        let schema = &claims["schema"];
        assert_eq!(schema["primaryKey"], json!(["claim_id"]));
        assert_eq!(schema["fields"].as_array().expect("list").len(), ClaimRow::table().columns.len());
        assert!(
            schema["foreignKeys"]
                .as_array()
                .expect("list")
                .contains(&json!({"fields": "part_of", "reference": {"resource": "", "fields": "claim_id"}}))
        );
        let status = schema["fields"].as_array().expect("list").iter().find(|f| f["name"] == "status").expect("status");
        assert_eq!(status["constraints"]["enum"][0], "killed");
    }

    #[test]
    fn every_reference_is_a_column() {
        for table in declared() {
            for column in &table.columns {
                if let Some((to, at)) = column.refers {
                    assert!(declared().iter().any(|t| t.name == to && t.column(at).is_some()), "{}.{}", table.name, column.name);
                }
            }
            assert!(table.key.iter().all(|k| table.column(k).is_some()), "{}", table.name);
        }
    }
}
