"""What can be asked of the website, as OpenAPI 3.1 says it."""

from typing import Any

from console.site import wire

Schema = dict[str, Any]


def _object(needed: list[str], **fields: Schema) -> Schema:
    return {
        "type": "object",
        "required": needed,
        "properties": fields,
        "additionalProperties": False,
    }


def _whole(**fields: Schema) -> Schema:
    return _object(list(fields), **fields)


def _text(**more: Any) -> Schema:
    return {"type": "string", **more}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(kind: str) -> Schema:
    return {"type": [kind, "null"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_NUMBER: Schema = {"type": "integer", "minimum": 1, "maximum": wire.NUMBER_MAX}
_MOMENT = _text(format="date-time")
_ID = _text(
    pattern=r"^[A-Za-z0-9._-]{1,100}$",
    description="Your own id of it: sent again, it changes nothing",
)
_REQUEST: dict[str, Schema] = {
    "request": {"type": "integer"}, "subject": _text(), "domain": _or_null("string"),
    "state": _text(enum=["open", "waiting-for-customer", "waiting-for-credits", "closed"]),
    "received_at": _MOMENT, "closed_at": {"type": ["string", "null"], "format": "date-time"},
    "credits": {"type": "integer", "description": "What it has cost"},
}  # fmt: skip
_MESSAGE = _whole(**{
    "message": {"type": "integer"}, "from": _text(enum=["customer", "desk"]), "author": _text(),
    "at": _MOMENT, "text": _text(), "files": _list(_whole(name=_text(), bytes={"type": "integer"})),
})  # fmt: skip
_ENTRY = _whole(
    entry={"type": "integer"}, posted_at=_MOMENT, kind=_text(), credits={"type": "integer"},
    balance_after={"type": "integer"}, request=_or_null("integer"), clauses=_list(_text()), sentence=_text(),
)  # fmt: skip
_PLAIN = _text(maxLength=2000)
_SCHEMAS: dict[str, Schema] = {
    "Form": _object(
        ["email", "message"], name=_PLAIN, email=_text(format="email"), subject=_PLAIN, message=_text(minLength=1),
        domain=_PLAIN, id=_text(maxLength=100),
    ),
    "NewRequest": _object(["id", "message"], id=_ID, name=_PLAIN, subject=_PLAIN, message=_text(minLength=1), domain=_PLAIN),
    "NewMessage": _object(["id", "message"], id=_ID, name=_PLAIN, message=_text(minLength=1)),
    "Filed": _whole(request={"type": "integer"}),
    "Requests": _whole(requests=_list(_whole(**_REQUEST)), before=_or_null("integer")),
    "Thread": _whole(**_REQUEST, messages=_list(_MESSAGE), after=_or_null("integer")),
    "Credits": _whole(
        balance={"type": "integer"}, free={"type": "integer"}, entries=_list(_ENTRY), before=_or_null("integer")
    ),
    "Changed": {"type": "object", "required": ["order_id"], "properties": {"order_id": _NUMBER}},
    "Heard": _whole(order={"type": "integer"}),
    "Health": _whole(ok={"type": "boolean"}),
    "Error": _whole(error=_whole(reason=_text())),
    "Refused": _whole(refused=_whole(reason=_text(), clause=_or_null("string"))),
}  # fmt: skip

_SAYS = {
    "400": "It cannot be used; a sentence says why", "401": "Not signed, or not by who it names, or not now",
    "404": "There is no such request of this customer, or no such shop", "405": "That cannot be done here", "408": "The body took too long", "409": "The call came before, or the id was used for something else",
    "413": "Too large", "415": "Not application/json in UTF-8", "422": "The policy refuses it; a clause says why",
    "429": "Too many calls", "500": "Something went wrong here", "503": "The desk does not answer",
}  # fmt: skip
_ALWAYS = ("429", "500", "503")
_SIGNED = ("400", "401", "409", "413", "408", *_ALWAYS)
_WITH_BODY = (*_SIGNED, "415", "422")


def _body(name: str) -> Schema:
    return {"application/json": {"schema": _ref(name)}}


def _answers(status: str, name: str, others: tuple[str, ...]) -> Schema:
    found: Schema = {status: {"description": "Done", "content": _body(name)}}
    for each in others:
        found[each] = {
            "description": _SAYS[each],
            "content": _body("Refused" if each == "422" else "Error"),
        }
        if each in {"429", "503"}:
            found[each]["headers"] = {
                "Retry-After": {"description": "In how many seconds to try again", "schema": {"type": "integer"}}
            }  # fmt: skip
    return found


def _header(name: str, says: str, schema: Schema) -> Schema:
    return {"name": name, "in": "header", "required": True, "description": says, "schema": schema}


_HEADERS = {
    "Key": _header(wire.KEY, "Which secret it is signed with", _text(pattern=r"^[A-Za-z0-9._-]{1,40}$")),
    "Id": _header(wire.CALL_ID, "The call's own id, used once", _text(pattern=r"^[A-Za-z0-9._-]{16,64}$")),
    "Timestamp": _header(wire.TIMESTAMP, "Seconds since 1970", _text(pattern=r"^[1-9][0-9]{0,10}$")),
    "Signature": _header(wire.SIGNATURE, "HMAC-SHA256 in small hexadecimal digits", _text(pattern=r"^[0-9a-f]{64}$")),
    "Customer": _header(wire.CUSTOMER, "The customer's e-mail address", _text(format="email")),
}  # fmt: skip
_SIGNING: list[Schema] = [
    {"$ref": f"#/components/parameters/{each}"} for each in ("Key", "Id", "Timestamp", "Signature")
]
_CUSTOMERS: list[Schema] = [*_SIGNING, {"$ref": "#/components/parameters/Customer"}]
_SHOP_IN_PATH: Schema = {
    "name": "shop", "in": "path", "required": True, "description": "The shop's name in the settings",
    "schema": _text(pattern=r"^[a-z0-9-]{1,20}$"),
}  # fmt: skip
_IN_PATH: Schema = {"name": "number", "in": "path", "required": True, "schema": _NUMBER}


def _query(name: str, says: str, schema: Schema = _NUMBER) -> Schema:
    return {"name": name, "in": "query", "required": False, "description": says, "schema": schema}


_LIMIT = _query(
    "limit", "How many", {"type": "integer", "minimum": 1, "maximum": wire.PAGE_MAX, "default": 20}
)


def _get(says: str, name: str, parameters: list[Schema], *others: str) -> Schema:
    return {
        "summary": says,
        "parameters": parameters,
        "responses": _answers("200", name, (*_SIGNED, *others)),
    }


def _post(says: str, name: str, parameters: list[Schema], *others: str) -> Schema:
    return {
        "summary": says, "parameters": parameters, "responses": _answers("201", "Filed", (*_WITH_BODY, *others)),
        "requestBody": {"required": True, "content": _body(name)},
    }  # fmt: skip


DESCRIPTION: Schema = {
    "openapi": "3.1.0",
    "info": {
        "title": "Credit Desk: the website's calls", "version": "1",
        "description": "Every call but the last two is signed; the headers are part of what is signed.",
    },
    "paths": {
        "/requests": {"post": _post("File a contact form", "Form", _SIGNING)},
        "/helpdesk/requests": {
            "get": _get("A customer's requests, newest first", "Requests",
                        [*_CUSTOMERS, _query("before", "Go on from this request"), _LIMIT], "404"),
            "post": _post("File a customer's request", "NewRequest", _CUSTOMERS),
        },
        "/helpdesk/requests/{number}": {
            "get": _get("A request and its messages, oldest first", "Thread",
                        [_IN_PATH, *_CUSTOMERS, _query("after", "Go on from this message"), _LIMIT], "404"),
        },
        "/helpdesk/requests/{number}/messages": {
            "post": _post("Add a message to a request", "NewMessage", [_IN_PATH, *_CUSTOMERS], "404"),
        },
        "/helpdesk/credits": {
            "get": _get("A customer's balance and entries, newest first", "Credits",
                        [*_CUSTOMERS, _query("before", "Go on from this place"), _LIMIT]),
        },
        "/shops/{shop}/orders": {"post": {
            "summary": "Say that an order of a shop changed: signed, or from where that shop's calls come from",
            "parameters": [_SHOP_IN_PATH, *_SIGNING],
            "requestBody": {"required": True, "content": {
                **_body("Changed"), "application/x-www-form-urlencoded": {"schema": _ref("Changed")}}},
            "responses": _answers("202", "Heard", (*_SIGNED, "404")),
        }},
        "/openapi.json": {"get": {"summary": "This description", "responses": {
            "200": {"description": "Done", "content": {"application/json": {"schema": {"type": "object"}}}}}}},
        "/health": {"get": {"summary": "Whether the desk answers", "responses": _answers("200", "Health", _ALWAYS)}},
    },
    "components": {"schemas": _SCHEMAS, "parameters": _HEADERS},
}  # fmt: skip
