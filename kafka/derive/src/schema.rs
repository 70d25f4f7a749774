//! What a struct's attributes say, parsed and checked. Not what becomes of it: that is `expand`.

use syn::{Data, DeriveInput, Error, Expr, Fields, Generics, Ident, LitInt, LitStr, Result, Type};

/// A struct as a message, or as a part of one.
pub(crate) struct Schema<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) generics: &'a Generics,
    /// `None` for a part of other messages.
    pub(crate) message: Option<Versions>,
    pub(crate) flexible: Option<Versions>,
    /// In the order of the wire.
    pub(crate) fields: Vec<Field<'a>>,
}

/// One field, as the wire has it.
pub(crate) struct Field<'a> {
    pub(crate) name: &'a Ident,
    pub(crate) ty: &'a Type,
    /// Where it exists; `None` is everywhere.
    pub(crate) versions: Option<Versions>,
    /// Where its `Option` may be null; `None` is everywhere.
    pub(crate) nullable: Option<Versions>,
    pub(crate) default: Option<Expr>,
    pub(crate) ignorable: bool,
    pub(crate) tag: Option<u32>,
}

/// A range of versions such as `0-13`, `4+` or `7`, both ends within it.
#[derive(Clone, Copy)]
pub(crate) struct Versions {
    pub(crate) first: i16,
    /// `None` is "and all later ones".
    pub(crate) last: Option<i16>,
}

impl<'a> Schema<'a> {
    pub(crate) fn parse(input: &'a DeriveInput) -> Result<Self> {
        let Data::Struct(data) = &input.data else {
            return Err(Error::new_spanned(input, "a Kafka message is a struct"));
        };
        let Fields::Named(fields) = &data.fields else {
            return Err(Error::new_spanned(input, "a Kafka message has named fields"));
        };
        let (mut message, mut flexible) = (None, None);
        for attribute in input.attrs.iter().filter(|a| a.path().is_ident("kafka")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("versions") {
                    message = Some(Versions::parse(&meta.value()?.parse()?)?);
                } else if meta.path.is_ident("flexible") {
                    flexible = Some(Versions::parse(&meta.value()?.parse()?)?);
                } else {
                    return Err(meta.error("a message takes `versions` and `flexible`"));
                }
                Ok(())
            })?;
        }
        if let (Some(Versions { last: None, .. }), _) | (None, Some(_)) = (message, flexible) {
            return Err(Error::new_spanned(
                &input.ident,
                "a message takes `versions` with a last one, such as \"0-13\"",
            ));
        }
        let fields = fields.named.iter().map(Field::parse).collect::<Result<_>>()?;
        Ok(Self { name: &input.ident, generics: &input.generics, message, flexible, fields })
    }

    /// The tagged fields in the order in which their tags must travel.
    pub(crate) fn tagged(&self) -> Vec<(u32, &Field<'a>)> {
        let mut tagged: Vec<_> = self.fields.iter().filter_map(|f| f.tag.map(|tag| (tag, f))).collect();
        tagged.sort_by_key(|(tag, _)| *tag);
        tagged
    }
}

impl<'a> Field<'a> {
    fn parse(field: &'a syn::Field) -> Result<Self> {
        let name = field.ident.as_ref().ok_or_else(|| Error::new_spanned(field, "a field has a name"))?;
        let mut parsed =
            Self { name, ty: &field.ty, versions: None, nullable: None, default: None, ignorable: false, tag: None };
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("kafka")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("versions") {
                    parsed.versions = Some(Versions::parse(&meta.value()?.parse()?)?);
                } else if meta.path.is_ident("nullable") {
                    parsed.nullable = Some(Versions::parse(&meta.value()?.parse()?)?);
                } else if meta.path.is_ident("default") {
                    parsed.default = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("ignorable") {
                    parsed.ignorable = true;
                } else if meta.path.is_ident("tag") {
                    parsed.tag = Some(meta.value()?.parse::<LitInt>()?.base10_parse()?);
                } else {
                    return Err(meta.error("a field takes `versions`, `nullable`, `default`, `ignorable` and `tag`"));
                }
                Ok(())
            })?;
        }
        if parsed.nullable.is_some() && !parsed.is_option() {
            return Err(Error::new_spanned(&field.ty, "what may be null is an `Option`"));
        }
        Ok(parsed)
    }

    /// Whether the field is written as `Option<...>`, the only way in which it may be null.
    pub(crate) fn is_option(&self) -> bool {
        matches!(self.ty, Type::Path(path) if path.path.segments.last().is_some_and(|s| s.ident == "Option"))
    }
}

impl Versions {
    fn parse(text: &LitStr) -> Result<Self> {
        let value = text.value();
        let number = |digits: &str| {
            digits.parse::<i16>().map_err(|_| Error::new_spanned(text, "versions look like \"0-13\", \"4+\" or \"7\""))
        };
        let (first, last) = match (value.strip_suffix('+'), value.split_once('-')) {
            (Some(first), _) => (number(first)?, None),
            (None, Some((first, last))) => (number(first)?, Some(number(last)?)),
            (None, None) => (number(&value)?, Some(number(&value)?)),
        };
        match last {
            Some(last) if last < first => Err(Error::new_spanned(text, "the last version comes before the first")),
            _ => Ok(Self { first, last }),
        }
    }
}
