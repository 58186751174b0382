"""The map of shops' products: listed, written one by one, and as a file."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from console.cli import store_words
from console.cli.context import Context, acting, answered, office_times, opened_by_staff
from console.cli.documents import written
from console.cli.inputs import read_text
from console.cli.output import Answer, table
from console.policy.orders import Meaning, Means
from console.policy.refusal import Refusal
from console.services import product_file
from console.services import products as service
from console.services.faults import NotFound
from console.services.product_file import Change
from console.services.products import Wanted, Written

_HEADS = ("shop", "product", "variant", "means", "credits", "written", "by")
_CHANGES = ("shop", "product", "variant", "was", "becomes")


async def listing(context: Context) -> Answer:
    """Tell what each product means."""
    shop, at = context.given.shop, office_times(context)
    async with opened_by_staff(context) as desk:
        found = await service.listing(desk, shop=shop)
        if not found and shop is not None and shop not in desk.settings.shops:
            raise NotFound(f"There is no shop {shop!r} in the settings.")
    rows = (
        (each.shop, each.product, each.variant, store_words.meaning(each.meaning),
         str(each.credits), at(each.written_at), each.written_by)
        for each in found
    )  # fmt: skip
    words = table(_HEADS, rows, right="credits") if found else "No product is in the map."
    return Answer([asdict(each) for each in found], words)


async def put(context: Context) -> Answer | Refusal:
    """Say what a product means."""
    given = context.given
    return await _put(context, Meaning(Means(given.meaning), given.amount))


async def remove(context: Context) -> Answer | Refusal:
    """Let a product be unknown again."""
    return await _put(context, None)


async def _put(context: Context, meaning: Meaning | None) -> Answer | Refusal:
    given = context.given
    wanted = Wanted(given.shop, given.product, given.variant, meaning)
    result = await acting(context, service.write, wanted=[wanted], now=context.now)
    name = " ".join(filter(None, (given.product, given.variant, "of", given.shop)))
    says = f"{name} is {store_words.meaning(meaning)}{'' if meaning else ' again'}"
    return answered(
        result,
        lambda done: Answer(
            {**asdict(wanted), **_wire(done)},
            f"{says}{'' if done.changed else ', as it was'}.{_posted(done)}",
        ),
    )


async def take_in(context: Context) -> Answer | Refusal:
    """Say what all products in a file mean, or what that would change."""
    given = context.given
    text = read_text(given.file)
    if given.dry_run:
        async with opened_by_staff(context) as desk:
            found = await product_file.changes(desk, text, replace=given.replace, now=context.now)
        return Answer({"changes": [asdict(each) for each in found]}, _table(found, "would change"))
    result = await acting(
        context, product_file.take_in, text=text, replace=given.replace, now=context.now
    )
    return answered(result, lambda done: _taken_in(*done))


def _taken_in(found: Sequence[Change], done: Written) -> Answer:
    data = {"changes": [asdict(each) for each in found], **_wire(done)}
    return Answer(data, f"{_table(found, 'changed')}{_posted(done)}")


def _table(found: Sequence[Change], done: str) -> str:
    """What each product meant before, and what after."""
    if not found:
        return "The map is as the file has it: nothing changes."
    rows = (
        (each.shop, each.product, each.variant, store_words.meaning(each.was),
         store_words.meaning(each.becomes))
        for each in found
    )  # fmt: skip
    return f"{table(_CHANGES, rows)}\n{store_words.counted(len(found), 'product')} {done}."


def _posted(done: Written) -> str:
    return f" {store_words.settled(done.settled)}" if done.settled else ""


def _wire(done: Written) -> dict[str, Any]:
    """What came of writing the map, counted."""
    names = ("posted", "credits", "waiting", "proposed")
    sums = {name: sum(getattr(each, name) for each in done.settled) for name in names}
    return {"changed": done.changed, "orders": len(done.settled), **sums}


async def export(context: Context) -> Answer:
    """Hand out the whole map as a file that `import` takes."""
    async with opened_by_staff(context) as desk:
        found, raw = await product_file.written(desk)
    data = [asdict(each) for each in found]
    if context.options.json and not context.given.output:
        return Answer(data)
    return written(context.given, raw, data)
