"""The tables: facts as they happened; what must never break is a constraint here or a trigger in the migrations."""

from sqlmodel import SQLModel

from db.tables.agreements import Consent, CoverChoice, Entitlement, PolicyVersion
from db.tables.bugs import KnownBug, KnownBugFact, KnownBugTicket, KnownBugTold
from db.tables.catalogue import Component, ComponentFact, TicketComponent
from db.tables.money import Account, Dispute, Entry, Proposal
from db.tables.office import DeskSetting, LetGo, OfficeDayRow
from db.tables.outgoing import DeskText, Mailing, Outbox, StoredFile
from db.tables.people import (
    Customer,
    CustomerAddress,
    CustomerMerge,
    Desk,
    Looking,
    NumberGap,
    Presence,
    Staff,
)
from db.tables.requests import (
    Bounce,
    Draft,
    Event,
    Inbound,
    LimitNotice,
    MailFolder,
    Message,
    RequestWord,
    SiteCall,
    Ticket,
    WorkSession,
)
from db.tables.shop import (
    OrderLine,
    OrderPosting,
    OrderProposal,
    ProductMeaning,
    ShopOrder,
    ShopReading,
)

__all__ = [
    "Account",
    "Bounce",
    "Component",
    "ComponentFact",
    "Consent",
    "CoverChoice",
    "Customer",
    "CustomerAddress",
    "CustomerMerge",
    "Desk",
    "DeskSetting",
    "DeskText",
    "Dispute",
    "Draft",
    "Entitlement",
    "Entry",
    "Event",
    "Inbound",
    "KnownBug",
    "KnownBugFact",
    "KnownBugTicket",
    "KnownBugTold",
    "LetGo",
    "LimitNotice",
    "Looking",
    "MailFolder",
    "Mailing",
    "Message",
    "NumberGap",
    "OfficeDayRow",
    "OrderLine",
    "OrderPosting",
    "OrderProposal",
    "Outbox",
    "PolicyVersion",
    "Presence",
    "ProductMeaning",
    "Proposal",
    "RequestWord",
    "SQLModel",
    "ShopOrder",
    "ShopReading",
    "SiteCall",
    "Staff",
    "StoredFile",
    "Ticket",
    "TicketComponent",
    "WorkSession",
]
