//! `docs/configuration.md`: every key of the configuration file out of its JSON Schema: type, default, meaning.

use serde_json::Value;
use waystation::run;

const HEAD: &str = "\
# Configuration

<!-- Made from the code: WAYSTATION_WRITE_DOCS=1 cargo test --test docs -->

One YAML file, given by `waystation serve -c FILE` and checked by `waystation check FILE`; `waystation check --schema`
prints its JSON Schema. [config/examples](../config/examples) has annotated files. Every key may be left out unless it is
said to be required.

- Paths are relative to the file's folder.
- `${NAME}` is the environment variable `NAME`, `${NAME:-text}` has a default, `$${` is a plain `${`.
- Instead of any text `key: value`, `key_file: path` reads the value from a file, less its last newline.
- Every value can be overridden by an environment variable that spells its path:
  `WAYSTATION__LISTENERS__0__ADDRESS=127.0.0.1:9192`.
";

pub(crate) fn page() -> String {
    let schema = config::schema(run::middleware_schemas(), run::upstream_schemas());
    let schema = Schema { root: &schema, here: &schema };
    let mut page = HEAD.to_owned();
    for (name, section) in schema.properties() {
        page.push_str(&format!("\n## `{name}`\n\n{}\n", section.text("description")));
        page.push_str(&section.table(""));
        for kind in section.kinds() {
            page.push_str(&kind.own_section());
        }
    }
    page
}

/// A schema, and the whole that its references point into.
#[derive(Clone, Copy)]
struct Schema<'a> {
    root: &'a Value,
    here: &'a Value,
}

impl<'a> Schema<'a> {
    fn at(self, here: &'a Value) -> Self {
        Self { here, ..self }
    }

    fn field(self, key: &str) -> Option<Self> {
        self.here.get(key).map(|here| self.at(here))
    }

    fn text(self, key: &str) -> &'a str {
        self.here.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn list(self, key: &str) -> impl Iterator<Item = Self> {
        self.here.get(key).and_then(Value::as_array).into_iter().flatten().map(move |here| self.at(here))
    }

    /// What a reference means, and what an optional value is when it is there.
    fn resolved(self) -> Self {
        if let Some(name) = self.text("$ref").strip_prefix("#") {
            return self.at(self.root.pointer(name).unwrap()).resolved();
        }
        let mut real = self.list("anyOf").filter(|choice| choice.text("type") != "null");
        match (real.next(), real.next()) {
            (Some(only), None) => only.resolved(),
            _ => self,
        }
    }

    fn properties(self) -> impl Iterator<Item = (&'a str, Self)> {
        let properties = self.resolved().here.get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().map(move |(name, here)| (name.as_str(), self.at(here)))
    }

    /// The alternatives of each value of a section: the types of middlewares, the kinds of upstreams.
    fn kinds(self) -> impl Iterator<Item = Self> {
        self.field("additionalProperties").into_iter().flat_map(|values| values.list("oneOf").collect::<Vec<_>>())
    }

    fn own_section(self) -> String {
        let kind = self.properties().find(|(name, _)| *name == "type").map(|(_, word)| word.text("const"));
        let (heading, settings, example) = match kind {
            Some(kind) => {
                let entry = middlewares::CATALOGUE.iter().find(|entry| entry.name == kind).unwrap();
                (format!("type: {kind}"), self, entry.example)
            }
            None => {
                let (kind, settings) = self.properties().next().unwrap();
                (format!("{kind}:"), settings, "")
            }
        };
        let mut page =
            format!("\n### `{heading}`\n\n{}\n{}", settings.resolved().text("description"), settings.table(""));
        if !example.is_empty() {
            // As it is written in a file, where `${` begins a variable of the environment.
            page.push_str(&format!("\n```yaml\n{}\n```\n", example.trim_end().replace("${", "$${")));
        }
        page
    }

    /// The keys below this value; without any, the value itself.
    fn table(self, path: &str) -> String {
        let mut rows = Vec::new();
        self.rows(path, false, &mut rows);
        if rows.is_empty() {
            return String::new();
        }
        format!("\n| key | value | default | |\n|---|---|---|---|\n{}", rows.concat())
    }

    /// `one_of`: the value is one of several that there can be, told apart by its only key.
    fn rows(self, path: &str, one_of: bool, rows: &mut Vec<String>) {
        let schema = self.resolved();
        if let Some(items) = schema.field("items") {
            return items.rows(&format!("{path}[]"), false, rows);
        }
        let required: Vec<&str> = schema.list("required").filter_map(|name| name.here.as_str()).collect();
        for (name, value) in schema.properties().filter(|(_, value)| value.here.get("const").is_none()) {
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            let default = match value.here.get("default").filter(|default| !default.is_null()) {
                _ if one_of => "one of these".to_owned(),
                _ if required.contains(&name) => "required".to_owned(),
                // What is below it has defaults of its own.
                Some(Value::Object(_)) | None => String::new(),
                Some(Value::String(text)) => format!("`{text}`"),
                Some(other) => format!("`{other}`"),
            };
            let meaning = cell(&if one_of { schema.text("description").to_owned() } else { value.meaning() });
            rows.push(format!("| `{path}` | {} | {default} | {meaning} |\n", cell(&value.words())));
            value.rows(&path, false, rows);
        }
        for choice in schema.list("oneOf") {
            choice.rows(path, true, rows);
        }
    }

    /// Its description, and those of the words that it may be.
    fn meaning(self) -> String {
        let own = [self.text("description"), self.resolved().text("description")];
        let mut meaning = own.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned();
        if !meaning.ends_with(['.', ')']) {
            meaning.push('.');
        }
        for choice in self.resolved().list("oneOf").filter(|choice| choice.here.get("const").is_some()) {
            meaning.push_str(&format!(" `{}`: {}", choice.text("const"), choice.text("description")));
        }
        meaning
    }

    /// What its value looks like.
    fn words(self) -> String {
        let schema = self.resolved();
        let choices: Vec<String> = schema
            .list("enum")
            .map(|word| word.here)
            .chain(schema.list("oneOf").filter_map(|choice| choice.here.get("const")))
            .map(|word| format!("`{}`", word.as_str().unwrap_or_default()))
            .collect();
        if !choices.is_empty() {
            return choices.join(", ");
        }
        let format = schema.text("x-reads-as");
        if !format.is_empty() {
            return if format == "bytes" { "size" } else { format }.to_owned();
        }
        if let Some(items) = schema.field("items") {
            return format!("list of {}", items.words());
        }
        let types = match schema.here.get("type") {
            Some(Value::String(one)) => vec![one.as_str()],
            Some(Value::Array(several)) => {
                several.iter().filter_map(Value::as_str).filter(|one| *one != "null").collect()
            }
            _ => vec!["any"],
        };
        let word = |word| match word {
            "string" => "text",
            "boolean" => "true or false",
            "object" => "mapping",
            other => other,
        };
        let mut words = types.into_iter().map(word).collect::<Vec<_>>().join(" or ");
        match (schema.here.get("minimum").filter(|least| least.as_u64() != Some(0)), schema.here.get("maximum")) {
            (Some(least), Some(most)) => words.push_str(&format!(", {least} to {most}")),
            (Some(least), None) => words.push_str(&format!(", {least} at least")),
            (None, Some(most)) => words.push_str(&format!(", {most} at most")),
            (None, None) => {}
        }
        words
    }
}

/// A text that fits into one cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
