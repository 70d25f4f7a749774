//! The objects of AsyncAPI 3.0 and 3.1 (specification section "Schema"). 3.1 brought bindings, and no field.

use super::Kind::{AnyMap, Anything, List, Object, Part, PartList, Parts, Text, TextOrNull, Texts};
use super::v2::{CONTACT, EXTERNAL_DOCS, LICENSE, SERVER_VARIABLE, TAG};
use super::{Shape, field, required};

pub(super) static DOCUMENT: Shape = Shape {
    name: "the document",
    fields: &[
        required("asyncapi", Text),
        field("id", Text),
        required("info", Object(&INFO)),
        field("servers", Parts(&SERVER)),
        field("defaultContentType", Text),
        field("channels", Parts(&CHANNEL)),
        field("operations", Parts(&OPERATION)),
        field("components", Object(&COMPONENTS)),
    ],
};

static INFO: Shape = Shape {
    name: "the Info Object",
    fields: &[
        required("title", Text),
        required("version", Text),
        field("description", Text),
        field("termsOfService", Text),
        field("contact", Object(&CONTACT)),
        field("license", Object(&LICENSE)),
        field("tags", PartList(&TAG)),
        field("externalDocs", Part(&EXTERNAL_DOCS)),
    ],
};

static SERVER: Shape = Shape {
    name: "the Server Object",
    fields: &[
        required("host", Text),
        required("protocol", Text),
        field("protocolVersion", Text),
        field("pathname", Text),
        field("description", Text),
        field("title", Text),
        field("summary", Text),
        field("variables", Parts(&SERVER_VARIABLE)),
        field("security", List),
        field("tags", PartList(&TAG)),
        field("externalDocs", Part(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
    ],
};

static CHANNEL: Shape = Shape {
    name: "the Channel Object",
    fields: &[
        field("address", TextOrNull),
        field("messages", Parts(&MESSAGE)),
        field("title", Text),
        field("summary", Text),
        field("description", Text),
        field("servers", PartList(&SERVER)),
        field("parameters", Parts(&PARAMETER)),
        field("tags", PartList(&TAG)),
        field("externalDocs", Part(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
    ],
};

static OPERATION: Shape = Shape {
    name: "the Operation Object",
    fields: &[
        required("action", Text),
        required("channel", Part(&CHANNEL)),
        field("title", Text),
        field("summary", Text),
        field("description", Text),
        field("security", List),
        field("tags", PartList(&TAG)),
        field("externalDocs", Part(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
        field("traits", PartList(&OPERATION_TRAIT)),
        field("messages", PartList(&MESSAGE)),
        field("reply", Part(&REPLY)),
    ],
};

static OPERATION_TRAIT: Shape = Shape {
    name: "the Operation Trait Object",
    fields: &[
        field("title", Text),
        field("summary", Text),
        field("description", Text),
        field("security", List),
        field("tags", PartList(&TAG)),
        field("externalDocs", Part(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
    ],
};

static REPLY: Shape = Shape {
    name: "the Operation Reply Object",
    fields: &[
        field("address", Part(&REPLY_ADDRESS)),
        field("channel", Part(&CHANNEL)),
        field("messages", PartList(&MESSAGE)),
    ],
};

static REPLY_ADDRESS: Shape = Shape {
    name: "the Operation Reply Address Object",
    fields: &[field("description", Text), required("location", Text)],
};

static PARAMETER: Shape = Shape {
    name: "the Parameter Object",
    fields: &[
        field("enum", Texts),
        field("default", Text),
        field("description", Text),
        field("examples", Texts),
        field("location", Text),
    ],
};

static MESSAGE: Shape = Shape {
    name: "the Message Object",
    fields: &[
        field("headers", Anything),
        field("payload", Anything),
        field("correlationId", AnyMap),
        field("contentType", Text),
        field("name", Text),
        field("title", Text),
        field("summary", Text),
        field("description", Text),
        field("tags", PartList(&TAG)),
        field("externalDocs", Part(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
        field("examples", List),
        field("traits", PartList(&MESSAGE_TRAIT)),
    ],
};

static MESSAGE_TRAIT: Shape = Shape {
    name: "the Message Trait Object",
    fields: &[
        field("headers", Anything),
        field("correlationId", AnyMap),
        field("contentType", Text),
        field("name", Text),
        field("title", Text),
        field("summary", Text),
        field("description", Text),
        field("tags", PartList(&TAG)),
        field("externalDocs", Part(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
        field("examples", List),
    ],
};

static COMPONENTS: Shape = Shape {
    name: "the Components Object",
    fields: &[
        field("schemas", AnyMap),
        field("servers", Parts(&SERVER)),
        field("channels", Parts(&CHANNEL)),
        field("operations", Parts(&OPERATION)),
        field("messages", Parts(&MESSAGE)),
        field("securitySchemes", AnyMap),
        field("serverVariables", Parts(&SERVER_VARIABLE)),
        field("parameters", Parts(&PARAMETER)),
        field("correlationIds", AnyMap),
        field("replies", Parts(&REPLY)),
        field("replyAddresses", Parts(&REPLY_ADDRESS)),
        field("externalDocs", Parts(&EXTERNAL_DOCS)),
        field("tags", Parts(&TAG)),
        field("operationTraits", Parts(&OPERATION_TRAIT)),
        field("messageTraits", Parts(&MESSAGE_TRAIT)),
        field("serverBindings", AnyMap),
        field("channelBindings", AnyMap),
        field("operationBindings", AnyMap),
        field("messageBindings", AnyMap),
    ],
};
