"""What shops sold: the map of their products, their orders, and what those have given so far."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from db.tables.columns import index_where, listed, moment, one_of, refers_to

MEANINGS = (
    "addon", "package", "credits", "premium", "incident", "examination", "free", "renewal", "ignore",
)  # fmt: skip


class ProductMeaning(SQLModel, table=True):
    """What a product of a shop means, as an admin wrote it at a time; without a meaning it is unknown again.

    `product` is "id:31" or "code:SUP-80", `variant` "option:variant" or nothing; `amount` is the add-ons of a package,
    the credits, or the months.
    """

    __tablename__ = "product_meaning"
    __table_args__ = (
        one_of("means", *MEANINGS),
        CheckConstraint("(means IN ('package', 'credits', 'premium')) = (amount IS NOT NULL)"
                        " OR means IS NULL AND amount IS NULL", name="amount_where_counted"),
        CheckConstraint("amount IS NULL OR amount > 0", name="amount_positive"),
        Index("ix_product_meaning_product", "shop", "product", "variant", "id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    shop: str
    product: str
    variant: str = ""
    means: str | None = None
    amount: int | None = None
    staff_id: int = refers_to("staff.id")
    written_at: datetime = moment()


class ShopReading(SQLModel, table=True):
    """How far a shop's orders have been read: up to `cursor` by the shop's clock, all of them are in the record."""

    __tablename__ = "shop_reading"
    shop: str = Field(primary_key=True)
    began_at: datetime = moment()
    cursor: datetime | None = moment(nullable=True)
    looked_at: datetime | None = moment(nullable=True)
    problem: str | None = None
    problem_at: datetime | None = moment(nullable=True)


class ShopOrder(SQLModel, table=True):
    """An order as it was last looked up; while `look_up_from` is set it is to be looked up from then on."""

    __tablename__ = "shop_order"
    __table_args__ = (
        Index("uq_shop_order_shop_order_no", "shop", "order_no", unique=True),
        # A shop's list, the newest first.
        Index("ix_shop_order_shop", "shop", "id"),
        CheckConstraint("tries >= 0", name="tries"),
        index_where("ix_shop_order_due", "shop", "look_up_from", "id", where="look_up_from IS NOT NULL"),
        # Those of late, which are looked up again each day.
        Index("ix_shop_order_placed_at", "shop", "placed_at"),
        index_where("ix_shop_order_problem", "id", where="problem IS NOT NULL"),
        Index("ix_shop_order_customer_id", "customer_id", "id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    shop: str
    order_no: int
    parent_no: int | None = None
    status: str = ""
    paid: bool = False
    early: bool = False
    address: str = ""
    name: str = ""
    customer_id: int | None = refers_to("customer.id", nullable=True)
    placed_at: datetime | None = moment(nullable=True)
    changed_at: datetime | None = moment(nullable=True)
    looked_at: datetime | None = moment(nullable=True)
    look_up_from: datetime | None = moment(nullable=True)
    tries: int = 0
    problem: str | None = None


class OrderLine(SQLModel, table=True):
    """A line of an order: `paid` of its units are paid for now; `waits_for` is what a person has to say first."""

    __tablename__ = "order_line"
    __table_args__ = (
        Index("uq_order_line_order_id_item_id", "order_id", "item_id", unique=True),
        CheckConstraint("amount >= 0 AND paid BETWEEN 0 AND amount", name="paid_within_amount"),
        one_of("waits_for", "meaning", "domain", "address"),
        index_where("ix_order_line_waiting", "waits_for", "id", where="waits_for IS NOT NULL"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    order_id: int = refers_to("shop_order.id")
    item_id: str
    product_id: int
    product_code: str
    product: str
    variants: list[str] = listed()
    amount: int
    paid: int = 0
    domain: str | None = None
    waits_for: str | None = None


class OrderPosting(SQLModel, table=True):
    """What a line has given, or given back: units of a meaning, and the entry or package that they became.

    Only ever added. What an edited order's new line takes over from one that is gone moves units and no credits.
    """

    __tablename__ = "order_posting"
    __table_args__ = (
        Index("uq_order_posting_line_id_seq", "line_id", "seq", unique=True),
        CheckConstraint("units <> 0", name="units"),
        CheckConstraint("entry_id IS NULL OR entitlement_id IS NULL", name="one_thing"),
        index_where("uq_order_posting_entry_id", "entry_id", unique=True, where="entry_id IS NOT NULL"),
        Index("ix_order_posting_entitlement_id", "entitlement_id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    line_id: int = refers_to("order_line.id")
    seq: int
    units: int
    credits: int
    meaning_id: int = refers_to("product_meaning.id")
    entry_id: int | None = refers_to("entry.id", nullable=True)
    entitlement_id: int | None = refers_to("entitlement.id", nullable=True)
    proposal_id: int | None = refers_to("order_proposal.id", nullable=True)
    staff_id: int | None = refers_to("staff.id", nullable=True)
    posted_at: datetime = moment()


class OrderProposal(SQLModel, table=True):
    """What a line would give back, since less of it is paid for now than it has given, until an admin decides."""

    __tablename__ = "order_proposal"
    __table_args__ = (
        one_of("state", "open", "accepted", "rejected", "withdrawn"),
        CheckConstraint("units > 0 AND credits >= 0 AND to_units >= 0", name="gives_back"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided_has_time"),
        CheckConstraint("state NOT IN ('accepted', 'rejected') OR decided_by IS NOT NULL", name="decided_has_who"),
        index_where("uq_order_proposal_open", "line_id", unique=True, where="state = 'open'"),
        Index("ix_order_proposal_line_id", "line_id", "id"),
        Index("ix_order_proposal_state", "state", "id"),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    line_id: int = refers_to("order_line.id")
    units: int
    credits: int
    to_units: int
    proposed_at: datetime = moment()
    state: str = "open"
    decided_by: int | None = refers_to("staff.id", nullable=True)
    decided_at: datetime | None = moment(nullable=True)
    reason: str | None = None
