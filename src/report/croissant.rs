//! The tables of a run in the words of Croissant (schema.org Dataset as JSON-LD), which catalogs and loaders of data sets read.
//! Source: the Croissant format 1.0 of MLCommons. Made from `datapackage.json`, so that tables are described once.

use std::path::Path;

use serde_json::{Value, json};

use crate::table::{self, TableError};

/// Name of the file.
pub const NAME: &str = "croissant.json";

/// The metadata of the finished tables in a folder; reads each Parquet file for its SHA-256.
///
/// # Errors
/// A file that is missing or cannot be read.
pub fn croissant(out: &Path) -> Result<String, TableError> {
    let package = table::read_package(out)?;
    let mut files = Vec::new();
    let mut sets = Vec::new();
    let list = |name: &str| package[name].as_array().cloned().unwrap_or_default();
    let resources: Vec<Value> = list("resources").into_iter().chain(list("parquetOnly")).collect();
    for resource in &resources {
        let path = resource["parquet"]["path"].as_str().unwrap_or_default();
        let (sha256, bytes) = table::checksum(&out.join(path))?;
        files.push(json!({
            "@type": "cr:FileObject",
            "@id": path,
            "name": path,
            "description": resource["description"],
            "contentUrl": path,
            "contentSize": format!("{bytes} B"),
            "encodingFormat": "application/x-parquet",
            "sha256": sha256,
        }));
        sets.push(record_set(resource, path, &resources));
    }
    let whole = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package["name"],
        "description": package["title"],
        "keywords": ["news", "claims", "counts", "sources", "attribution"],
        "isLiveDataset": false,
        "distribution": files,
        "recordSet": sets,
    });
    let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    text.push('\n');
    Ok(text)
}

/// A table: its columns, their types, its key, and the columns of other tables that its own refer to.
fn record_set(resource: &Value, path: &str, all: &[Value]) -> Value {
    let name = resource["name"].as_str().unwrap_or_default();
    let schema = &resource["schema"];
    let id = |table: &str, column: &str| json!({ "@id": format!("{table}/{column}") });
    // A reference within a table would be a circle, which loaders do not bear.
    let refers = |column: &str| {
        let keys = schema["foreignKeys"].as_array()?;
        let key = keys.iter().find(|k| k["fields"] == column)?;
        let to = key["reference"]["resource"].as_str().filter(|t| !t.is_empty())?;
        all.iter().any(|r| r["name"] == to).then(|| id(to, key["reference"]["fields"].as_str().unwrap_or_default()))
    };
    let fields: Vec<Value> = schema["fields"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|field| {
            let column = field["name"].as_str().unwrap_or_default();
            let mut out = json!({
                "@type": "cr:Field",
                "@id": format!("{name}/{column}"),
                "name": column,
                "description": field["description"],
                "dataType": match field["type"].as_str() {
                    Some("integer") => "sc:Integer",
                    Some("number") => "sc:Float",
                    Some("boolean") => "sc:Boolean",
                    Some("date") => "sc:Date",
                    _ => "sc:Text",
                },
                "source": { "fileObject": { "@id": path }, "extract": { "column": column } },
            });
            if let Some(field) = refers(column) {
                out["references"] = json!({ "field": field });
            }
            out
        })
        .collect();
    let mut out = json!({
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": resource["description"],
        "field": fields,
    });
    let key: Vec<Value> =
        schema["primaryKey"].as_array().into_iter().flatten().filter_map(Value::as_str).map(|column| id(name, column)).collect();
    if !key.is_empty() {
        out["key"] = json!(key);
    }
    out
}

/// The context that the format asks for.
fn context() -> Value {
    json!({
        "@language": "en",
        "@vocab": "https://schema.org/",
        "citeAs": "cr:citeAs",
        "column": "cr:column",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": { "@id": "cr:data", "@type": "@json" },
        "dataType": { "@id": "cr:dataType", "@type": "@vocab" },
        "dct": "http://purl.org/dc/terms/",
        "equivalentProperty": "cr:equivalentProperty",
        "examples": { "@id": "cr:examples", "@type": "@json" },
        "extract": "cr:extract",
        "field": "cr:field",
        "fileProperty": "cr:fileProperty",
        "fileObject": "cr:fileObject",
        "fileSet": "cr:fileSet",
        "format": "cr:format",
        "includes": "cr:includes",
        "isLiveDataset": "cr:isLiveDataset",
        "jsonPath": "cr:jsonPath",
        "key": "cr:key",
        "md5": "cr:md5",
        "parentField": "cr:parentField",
        "path": "cr:path",
        "recordSet": "cr:recordSet",
        "references": "cr:references",
        "regex": "cr:regex",
        "repeated": "cr:repeated",
        "replace": "cr:replace",
        "samplingRate": "cr:samplingRate",
        "sc": "https://schema.org/",
        "separator": "cr:separator",
        "source": "cr:source",
        "subField": "cr:subField",
        "transform": "cr:transform",
    })
}
