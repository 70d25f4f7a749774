//! What is wrong with a document, told all at once with its place and a hint.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::borrow::Cow;

use asyncapi::{Files, NoFiles, Spec};

fn told(text: &str) -> Vec<String> {
    Spec::parse(text.as_bytes(), &NoFiles).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn every_mistake_is_told_at_once_with_its_place() {
    let text = "asyncapi: 3.0.0
info: {title: Lights, version: 1}
chanels: {}
channels:
  lights:
    address: lights/{id}
    parameters:
      ids: {}
    messages:
      measured:
        $ref: '#/components/messages/mesured'
      off:
        payload: {type: integr}
operations:
  listen: {action: hear, channel: {$ref: '#/channels/lights'}}
components:
  messages:
    measured: {payload: {$ref: '#/components/schemas/none'}}
";
    assert_eq!(
        told(text),
        [
            "2:23: /info/version: is a number where a text is expected (put it in quotes)",
            "3:1: /chanels: `chanels` is no field of the document (did you mean `channels`?)",
            "8:7: /channels/lights/parameters/ids: the parameter `ids` is not in the channel's address (did you mean `id`?)",
            "11:9: /channels/lights/messages/measured/$ref: `#/components/messages/mesured` is not there: nothing is \
             named `mesured` (did you mean `measured`?)",
            "13:19: /channels/lights/messages/off/payload/type: is no valid schema: is \"integr\" where \"array\", \"boolean\", \"integer\", \
             \"null\", \"number\", \"object\" or \"string\" is expected",
            "15:12: /operations/listen/action: is `hear` where `send` or `receive` is expected",
            "18:26: /components/messages/measured/payload/$ref: `#/components/schemas/none` is not there: nothing is named `schemas`",
        ]
    );
}

#[test]
fn what_is_no_document_of_a_version_that_is_read_says_so() {
    assert!(told("asyncapi: 1.2.0\ntopics: {}")[0].contains("1:1: /asyncapi: AsyncAPI 1.2.0 is not read: 1.x"));
    assert!(told("asyncapi: 4.0.0")[0].contains("AsyncAPI 4.0.0 is not known here"));
    assert!(told("asyncapi: 3.0")[0].contains("put it in quotes"));
    assert!(told("openapi: 3.1.0")[0].contains("this is an OpenAPI document"));
    assert!(told("[]")[0].contains("is a list, and an AsyncAPI document is a map"));
    assert!(told("asyncapi: 2.0.0").len() == 2, "info and channels");
    assert!(told("a: [")[0].starts_with("1:"), "{:?}", told("a: ["));
}

#[test]
fn fields_that_came_later_are_told_as_such() {
    let text = "asyncapi: 2.0.0\ninfo: {title: t, version: '1'}\nchannels: {a: {publish: {message: {messageId: x}}}}\n";
    assert_eq!(
        told(text),
        ["3:36: /channels/a/publish/message/messageId: `messageId` came with AsyncAPI 2.4, and this is 2.0"]
    );
}

/// One file beside the document.
struct One(&'static str, &'static str);

impl Files for One {
    fn read(&self, location: &str) -> Result<Cow<'_, [u8]>, String> {
        if location == self.0 { Ok(self.1.as_bytes().into()) } else { Err(format!("`{location}` is not there")) }
    }
}

#[test]
fn problems_in_other_files_name_the_file() {
    let text = "asyncapi: 3.0.0
info: {title: t, version: '1'}
channels: {a: {address: a, messages: {m: {$ref: 'common/messages.yaml#/m'}}}}
";
    let messages =
        One("common/messages.yaml", "m:\n  payload:\n    properties: {a: {$ref: '#/s'}, b: {$ref: 'x.yaml'}}\n");
    let problems = Spec::parse(text.as_bytes(), &messages).unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "common/messages.yaml:3:22: /m/payload/properties/a/$ref: `#/s` is not there: nothing is named `s` (did you mean `m`?)",
            "common/messages.yaml:3:40: /m/payload/properties/b/$ref: `x.yaml` cannot be followed: `common/x.yaml` is not there",
        ]
    );
    let good = One("common/messages.yaml", "m: {payload: {$ref: '#/s'}}\ns: {type: integer}\n");
    assert!(Spec::parse(text.as_bytes(), &good).unwrap().contract("a").is_some());
}
