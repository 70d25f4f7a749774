//! The objects of AsyncAPI 2.0 to 2.6 (specification section "Schema"), with the minor version that brought a field.

use super::Kind::{
    AnyMap, Anything, List, MessageOrOneOf, Object, Part, PartList, Parts, Schema, Text, Texts,
};
use super::{Shape, field, required, since};

pub(super) static DOCUMENT: Shape = Shape {
    name: "the document",
    fields: &[
        required("asyncapi", Text),
        field("id", Text),
        required("info", Object(&INFO)),
        field("servers", Parts(&SERVER)),
        field("defaultContentType", Text),
        required("channels", Parts(&CHANNEL)),
        field("components", Object(&COMPONENTS)),
        field("tags", PartList(&TAG)),
        field("externalDocs", Object(&EXTERNAL_DOCS)),
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
    ],
};

pub(super) static CONTACT: Shape = Shape {
    name: "the Contact Object",
    fields: &[
        field("name", Text),
        field("url", Text),
        field("email", Text),
    ],
};

pub(super) static LICENSE: Shape = Shape {
    name: "the License Object",
    fields: &[required("name", Text), field("url", Text)],
};

static SERVER: Shape = Shape {
    name: "the Server Object",
    fields: &[
        required("url", Text),
        required("protocol", Text),
        field("protocolVersion", Text),
        field("description", Text),
        field("variables", Parts(&SERVER_VARIABLE)),
        field("security", List),
        since(5, "tags", PartList(&TAG)),
        field("bindings", AnyMap),
    ],
};

pub(super) static SERVER_VARIABLE: Shape = Shape {
    name: "the Server Variable Object",
    fields: &[
        field("enum", Texts),
        field("default", Text),
        field("description", Text),
        field("examples", Texts),
    ],
};

static CHANNEL: Shape = Shape {
    name: "the Channel Item Object",
    fields: &[
        field("$ref", Text),
        field("description", Text),
        since(2, "servers", Texts),
        field("subscribe", Object(&OPERATION)),
        field("publish", Object(&OPERATION)),
        field("parameters", Parts(&PARAMETER)),
        field("bindings", AnyMap),
    ],
};

static OPERATION: Shape = Shape {
    name: "the Operation Object",
    fields: &[
        field("operationId", Text),
        field("summary", Text),
        field("description", Text),
        since(4, "security", List),
        field("tags", PartList(&TAG)),
        field("externalDocs", Object(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
        field("traits", PartList(&OPERATION_TRAIT)),
        field("message", MessageOrOneOf(&MESSAGE)),
    ],
};

static OPERATION_TRAIT: Shape = Shape {
    name: "the Operation Trait Object",
    fields: &[
        field("operationId", Text),
        field("summary", Text),
        field("description", Text),
        since(4, "security", List),
        field("tags", PartList(&TAG)),
        field("externalDocs", Object(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
    ],
};

static PARAMETER: Shape = Shape {
    name: "the Parameter Object",
    fields: &[
        field("description", Text),
        field("schema", Schema),
        field("location", Text),
    ],
};

static MESSAGE: Shape = Shape {
    name: "the Message Object",
    fields: &[
        since(4, "messageId", Text),
        field("headers", Schema),
        field("payload", Anything),
        field("correlationId", AnyMap),
        field("schemaFormat", Text),
        field("contentType", Text),
        field("name", Text),
        field("title", Text),
        field("summary", Text),
        field("description", Text),
        field("tags", PartList(&TAG)),
        field("externalDocs", Object(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
        field("examples", List),
        field("traits", PartList(&MESSAGE_TRAIT)),
    ],
};

static MESSAGE_TRAIT: Shape = Shape {
    name: "the Message Trait Object",
    fields: &[
        since(4, "messageId", Text),
        field("headers", Schema),
        field("correlationId", AnyMap),
        field("schemaFormat", Text),
        field("contentType", Text),
        field("name", Text),
        field("title", Text),
        field("summary", Text),
        field("description", Text),
        field("tags", PartList(&TAG)),
        field("externalDocs", Object(&EXTERNAL_DOCS)),
        field("bindings", AnyMap),
        field("examples", List),
    ],
};

pub(super) static TAG: Shape = Shape {
    name: "the Tag Object",
    fields: &[
        required("name", Text),
        field("description", Text),
        field("externalDocs", Part(&EXTERNAL_DOCS)),
    ],
};

pub(super) static EXTERNAL_DOCS: Shape = Shape {
    name: "the External Documentation Object",
    fields: &[required("url", Text), field("description", Text)],
};

static COMPONENTS: Shape = Shape {
    name: "the Components Object",
    fields: &[
        field("schemas", AnyMap),
        since(3, "servers", Parts(&SERVER)),
        since(4, "serverVariables", Parts(&SERVER_VARIABLE)),
        since(3, "channels", Parts(&CHANNEL)),
        field("messages", Parts(&MESSAGE)),
        field("securitySchemes", AnyMap),
        field("parameters", Parts(&PARAMETER)),
        field("correlationIds", AnyMap),
        field("operationTraits", Parts(&OPERATION_TRAIT)),
        field("messageTraits", Parts(&MESSAGE_TRAIT)),
        field("serverBindings", AnyMap),
        field("channelBindings", AnyMap),
        field("operationBindings", AnyMap),
        field("messageBindings", AnyMap),
    ],
};
