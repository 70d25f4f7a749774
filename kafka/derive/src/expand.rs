//! The impls written from a schema. Every generated line is a call into `kafka`, so that what runs can be read there.

use proc_macro2::TokenStream;
use quote::quote;

use crate::schema::{Field, Schema, Versions};

/// All impls of one struct.
pub(crate) fn expand(schema: &Schema) -> TokenStream {
    let default = default(schema);
    let wire = wire(schema);
    let message = schema.message.map(|versions| message(schema, versions));
    let sample = sample(schema);
    quote!(#default #wire #message #sample)
}

fn default(schema: &Schema) -> TokenStream {
    let Schema { name, generics, fields, .. } = schema;
    let (bounds, types, clause) = generics.split_for_impl();
    let names = fields.iter().map(|field| field.name);
    let values = fields.iter().map(Field::default_value);
    quote! {
        impl #bounds ::core::default::Default for #name #types #clause {
            fn default() -> Self {
                Self { #(#names: #values,)* }
            }
        }
    }
}

fn message(schema: &Schema, versions: Versions) -> TokenStream {
    let Schema { name, generics, flexible, .. } = schema;
    let (_, types, _) = generics.split_for_impl();
    let first = versions.first;
    let last = versions.last.unwrap_or(i16::MAX);
    let flexible_from = match flexible {
        Some(flexible) => {
            let first = flexible.first;
            quote!(::core::option::Option::Some(#first))
        }
        None => quote!(::core::option::Option::None),
    };
    let text = name.to_string();
    quote! {
        impl<'a> crate::Message<'a> for #name #types {
            const NAME: &'static str = #text;
            const VERSIONS: ::core::ops::RangeInclusive<i16> = #first..=#last;
            const FLEXIBLE_FROM: ::core::option::Option<i16> = #flexible_from;
        }
    }
}

fn wire(schema: &Schema) -> TokenStream {
    let Schema { name, generics, fields, .. } = schema;
    let (_, types, _) = generics.split_for_impl();
    let tagged = schema.tagged();
    let names = fields.iter().map(|field| field.name);
    let reads = fields.iter().map(|field| read(schema, field));
    let read_tags = tagged.iter().map(|(tag, field)| {
        let (name, value) = (field.name, read_value(schema, field));
        let guard = field.versions.map(|versions| {
            let within = within(versions);
            quote!(if #within)
        });
        quote!(#tag #guard => #name = #value,)
    });
    let writes = fields.iter().map(|field| write(schema, field));
    let presences = tagged.iter().map(|(_, field)| present(field));
    let write_tags = tagged.iter().map(|(tag, field)| {
        let (present, value) = (present(field), write_value(schema, field));
        quote! {
            if #present {
                encoder.tag(#tag, |encoder| #value)?;
            }
        }
    });
    quote! {
        impl<'a> crate::Wire<'a> for #name #types {
            fn read(reader: &mut crate::Reader<'a>, format: crate::Format) -> ::core::result::Result<Self, crate::Error> {
                #(#reads)*
                if format.flexible {
                    let mut tags = reader.tags()?;
                    while let ::core::option::Option::Some(tag) = tags.next(reader)? {
                        match tag {
                            #(#read_tags)*
                            _ => tags.skip(reader)?,
                        }
                    }
                }
                ::core::result::Result::Ok(Self { #(#names),* })
            }

            fn write(&self, encoder: &mut crate::Encoder, format: crate::Format) -> ::core::result::Result<(), crate::Error> {
                #(#writes)*
                if format.flexible {
                    encoder.unsigned_varint(0 #(+ u32::from(#presences))*);
                    #(#write_tags)*
                }
                ::core::result::Result::Ok(())
            }
        }
    }
}

/// Random values, so that the tests of the messages' own crate reach every field.
fn sample(schema: &Schema) -> TokenStream {
    let Schema { name, generics, fields, .. } = schema;
    let (_, types, _) = generics.split_for_impl();
    let samples = fields.iter().map(|field| {
        let (name, default) = (field.name, field.default_value());
        let value = if field.is_option() {
            let nullable = field.nullable.map_or_else(|| quote!(true), within);
            quote!(crate::tests::sample_option(dice, format, #nullable))
        } else {
            quote!(crate::tests::Sample::sample(dice, format))
        };
        match field.versions.map(within) {
            Some(within) => quote!(#name: if #within { #value } else { #default }),
            None => quote!(#name: #value),
        }
    });
    quote! {
        #[cfg(test)]
        impl<'a> crate::tests::Sample<'a> for #name #types {
            fn sample(dice: &mut crate::tests::Dice, format: crate::Format) -> Self {
                Self { #(#samples,)* }
            }
        }
    }
}

/// Reads a field in its place; a tagged one starts as its default.
fn read(schema: &Schema, field: &Field) -> TokenStream {
    let (name, ty, default, value) = (field.name, field.ty, field.default_value(), read_value(schema, field));
    match (field.tag, field.versions) {
        (Some(_), _) => quote!(let mut #name: #ty = #default;),
        (None, None) => quote!(let #name: #ty = #value;),
        (None, Some(versions)) => {
            let within = within(versions);
            quote!(let #name: #ty = if #within { #value } else { #default };)
        }
    }
}

/// Writes a field in its place, and refuses a value that the version has no place for.
fn write(schema: &Schema, field: &Field) -> TokenStream {
    let value = write_value(schema, field);
    let within = match (field.versions, field.tag) {
        (None, None) => return quote!(#value?;),
        (None, Some(_)) => quote!(format.flexible),
        (Some(versions), _) => within(versions),
    };
    let (name, default, label) = (field.name, field.default_value(), label(schema, field));
    let lost = (!field.ignorable).then(|| quote!(self.#name != #default));
    match (field.tag, lost) {
        (Some(_), None) => quote!(),
        (None, None) => quote!(if #within { #value?; }),
        (Some(_), Some(lost)) => quote! {
            if !(#within) && #lost {
                return ::core::result::Result::Err(encoder.at(#label).lost(format));
            }
        },
        (None, Some(lost)) => quote! {
            if #within {
                #value?;
            } else if #lost {
                return ::core::result::Result::Err(encoder.at(#label).lost(format));
            }
        },
    }
}

fn read_value(schema: &Schema, field: &Field) -> TokenStream {
    let label = label(schema, field);
    if field.is_option() {
        let nullable = field.nullable.map_or_else(|| quote!(true), within);
        quote!(crate::wire::read_option(reader.at(#label), format, #nullable)?)
    } else {
        quote!(crate::Wire::read(reader.at(#label), format)?)
    }
}

fn write_value(schema: &Schema, field: &Field) -> TokenStream {
    let (name, label) = (field.name, label(schema, field));
    if field.is_option() {
        let nullable = field.nullable.map_or_else(|| quote!(true), within);
        quote!(crate::wire::write_option(&self.#name, encoder.at(#label), format, #nullable))
    } else {
        quote!(crate::Wire::write(&self.#name, encoder.at(#label), format))
    }
}

/// Whether a tagged field travels.
fn present(field: &Field) -> TokenStream {
    let (name, default) = (field.name, field.default_value());
    match field.versions.map(within) {
        Some(within) => quote!((#within && self.#name != #default)),
        None => quote!((self.#name != #default)),
    }
}

/// The field's name in errors.
fn label(schema: &Schema, field: &Field) -> String {
    format!("{}.{}", schema.name, field.name)
}

fn within(versions: Versions) -> TokenStream {
    match versions {
        Versions { first, last: None } => quote!(format.version >= #first),
        Versions { first, last: Some(last) } if first == last => quote!(format.version == #first),
        Versions { first: 0, last: Some(last) } => quote!(format.version <= #last),
        Versions { first, last: Some(last) } => quote!((format.version >= #first && format.version <= #last)),
    }
}

impl Field<'_> {
    fn default_value(&self) -> TokenStream {
        match &self.default {
            Some(default) => quote!(#default),
            None => {
                let ty = self.ty;
                quote!(<#ty as ::core::default::Default>::default())
            }
        }
    }
}
