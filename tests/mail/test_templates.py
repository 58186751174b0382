"""The desk's own mails say what they must, in both languages."""

import pytest

from console.mail import templates
from console.mail.template_facts import FOR, MACROS
from console.mail.templates import LANGUAGES, BadTextError, counted, text

COST: dict[str, object] = {
    "ticket": 12, "outcome": "answered", "outcome_label": "answered", "minutes": 31, "blocks": 3,
    "block": "15 minutes", "credits": 30, "balance": 50,
}  # fmt: skip
NAMES = tuple(
    name for name in FOR if name not in ("arrived", "dispute-unknown", "mailing", "statement")
)
FACTS: dict[str, dict[str, object]] = {
    "received": {"ticket": 12},
    "received-closed": {"ticket": 12, "opens": "on Monday", "office_hours": "Monday to Friday"},
    "bug-solved": {"ticket": 12, "bug": "Empty", "component": "Search", "version": "", "advice": "", "closes": False},
    "closed": COST,
    "forwarded": COST,
    "no-reply": COST,
    "replenish": {"ticket": 12, "balance": -20},
    "limit": {"ticket": 12, "minutes": 60, "credits": 40, "amount": 80, "waits": False, "balance": 20},
    "package": {"ticket": 12, "credits": 0, "amount": 40, "waits": False, "balance": 20,
                "covered_by": "your Incident package", "package_time": "2 hours",
                "block": "15 minutes", "block_credits": 10},
    "dispute-upheld": {**COST, "give_back": 20},
    "dispute-rejected": COST,
    "wait-credits": {"ticket": 12, "credits": 30, "balance": 5},
}  # fmt: skip


def body(name: str, language: str = "en", **changes: object) -> str:
    """The body of a template with the facts above and changes to them, on one line."""
    return " ".join(text(name, language, **(FACTS[name] | changes))[1].split())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_template_is_there_in_each_language(name: str, language: str) -> None:
    """Each names its request."""
    assert "#12" in body(name, language)


@pytest.mark.parametrize(
    ("name", "fact"),
    [(name, fact) for name in NAMES for fact in ("ticket", "balance") if fact in FACTS[name]],
)
def test_a_missing_fact_is_a_fault(name: str, fact: str) -> None:
    """No mail goes out with a hole in it."""
    facts = {key: value for key, value in FACTS[name].items() if key != fact}
    with pytest.raises(ValueError, match=fact):
        text(name, "en", **facts)


def test_there_is_no_other_template() -> None:
    """A name that is none is a fault, whatever path it spells."""
    with pytest.raises(ValueError, match="no template"):
        text("../../secret", "en")


def test_an_unknown_language_gets_english() -> None:
    """A third language is answered in the first."""
    assert text("replenish", "xx", **FACTS["replenish"]) == text(
        "replenish", "en", **FACTS["replenish"]
    )


@pytest.mark.parametrize(
    ("name", "language", "changes", "words"),
    [
        ("replenish", "en", {}, "You owe 20 credits"),
        ("replenish", "ru", {}, "долг за прежнюю работу: 20 кредитов"),
        ("replenish", "en", {"balance": -1}, "You owe 1 credit "),
        ("replenish", "en", {"shop_url": "https://shop.example/c"}, "https://shop.example/c"),
        ("limit", "en", {}, "for 60 minutes so far, which is 40 credits"),
        ("limit", "en", {}, "up to 80 credits in all"),
        ("limit", "en", {}, "We go on with the work. Please replenish your balance by 60 credits"),
        ("limit", "en", {"waits": True}, "We wait until your balance is replenished"),
        ("limit", "en", {"balance": -20}, "you owe 20 credits now"),
        ("limit", "en", {"minutes": 0, "credits": 0}, "We have looked at your request"),
        ("limit", "en", {"covered_by": "your Incident package"}, "covered by your Incident package"),
        ("limit", "ru", {}, "60 минут, это 40 кредитов"),
        ("limit", "ru", {"amount": 61}, "до 61 кредита"),
        ("limit", "ru", {"waits": True}, "Мы подождём"),
        ("package", "en", {}, "The 2 hours of work that your Incident package covers are used up"),
        ("package", "en", {}, "10 credits for each started block of 15 minutes"),
        ("package", "en", {"block": "20 minutes", "block_credits": 12},
         "12 credits for each started block of 20 minutes"),
        ("package", "en", {}, "cost up to 40 credits"),
        ("package", "en", {"package_time": "3 hours"}, "The 3 hours of work that your"),
        ("package", "en", {"waits": True}, "We wait until your balance is replenished"),
        ("package", "ru", {"covered_by": "пакет Incident"}, "которое покрывает пакет Incident (2 hours)"),
        ("wait-credits", "en", {}, "25 credits more will do"),
        ("wait-credits", "en", {"balance": -10}, "replenish your balance by 40 credits"),
        ("wait-credits", "en", {"balance": 40}, "set aside for your other open requests"),
        ("wait-credits", "ru", {}, "должно быть 30 кредитов"),
        ("closed", "en", {}, "Cost: 30 credits for 31 minutes of work, 3 started blocks of 15 minutes."),
        ("closed", "en", {"block": "10 minutes"}, "3 started blocks of 10 minutes."),
        ("closed", "en", {"credits": 0}, "Cost: nothing. 31 minutes of work"),
        ("closed", "en", {"credits": 0, "minutes": 0, "blocks": 0}, "No work was needed."),
        ("closed", "en", {"credits": 0, "covered_by": "your Premium package"},
         "covered by your Premium package. Your"),
        ("closed", "en", {"covered_by": "your Incident package"}, "the rest is charged"),
        ("closed", "en", {"credits": 40, "waived": 20}, "We do not charge the remaining 20 credits."),
        ("closed", "en", {"balance": -20}, "You owe 20 credits now. Please replenish"),
        ("closed", "en", {}, "Your balance is 50 credits now."),
        ("closed", "en", {"clause_words": "Free of charge"}, 'says: "Free of charge"'),
        ("closed", "en", {}, "answer this mail and tell us why"),
        ("closed", "ru", {}, "31 минута работы, 3 начатых блока по 15 minutes"),
        ("closed", "ru", {}, "Итог: ответ на вопрос."),
        ("closed", "ru", {"outcome": "new", "outcome_label": "новое"}, "Итог: новое."),
        ("closed", "ru", {"balance": -21}, "долг: 21 кредит."),
        ("forwarded", "en", {}, "Custom development"),
        ("forwarded", "ru", {}, "отдел индивидуальной разработки"),
        ("no-reply", "en", {}, "We could not take your request"),
        ("dispute-upheld", "en", {}, "you are right; the review costs nothing"),
        ("dispute-upheld", "ru", {}, "вы правы; рассмотрение бесплатно"),
        ("dispute-rejected", "en", {}, "the review costs nothing"),
        ("no-reply", "ru", {}, "Мы не смогли продвинуться по заявке"),
    ],
)  # fmt: skip
def test_a_mail_says(name: str, language: str, changes: dict[str, object], words: str) -> None:
    """Each branch has its words."""
    assert words in body(name, language, **changes)


@pytest.mark.parametrize("name", ["closed", "forwarded", "no-reply"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_persons_own_words_come_first(name: str, language: str) -> None:
    """The answer begins the mail, and no greeting of ours stands before it."""
    assert body(name, language, answer="Hello Anna, done.").startswith("Hello Anna, done.")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_is_signed(name: str, language: str) -> None:
    """The desk's name is its last line."""
    assert body(name, language, desk_name="Credit Desk").endswith("Credit Desk")


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Anna", "Hello Anna,"),
        ("", "Hello,"),
        ("http://spam.example", "Hello,"),
        ("www.spam.example", "Hello,"),
        ("a@b.c", "Hello,"),
        ("An\nna\x1b", "Hello An na·,"),
    ],
)
def test_only_a_name_is_greeted(name: str, greeting: str) -> None:
    """A stranger's link for a name is not passed on."""
    assert body("replenish", customer=name).startswith(greeting + " Thank")


@pytest.mark.parametrize("text_of_others", ["{{ 7 * 7 }}", "{% raw %}", "{{ ''.__class__ }}"])
def test_facts_are_no_templates(text_of_others: str) -> None:
    """What others wrote is shown, never run."""
    assert text_of_others in body("closed", answer=text_of_others)


def test_facts_are_cleaned() -> None:
    """No control character gets into a mail by a fact."""
    assert "a·b" in body("closed", answer="a\x1bb")


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("replenish", "[#12] Please replenish your balance"),
        ("limit", "[#12] Your request needs up to 80 credits"),
        ("package", "[#12] The 2 hours of your support package are used up"),
        ("wait-credits", "[#12] 30 credits needed before we go on"),
        ("closed", None),
    ],
)
def test_a_mail_about_money_has_its_own_subject(name: str, subject: str | None) -> None:
    """The others keep the subject of the request."""
    assert text(name, "en", **FACTS[name])[0] == subject


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_blank_lines_in_a_row(name: str, language: str) -> None:
    """A mail looks written, not filled in."""
    assert "\n\n\n" not in text(name, language, **FACTS[name])[1]


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 many"), (1, "1 one"), (2, "2 few"), (4, "4 few"), (5, "5 many"), (11, "11 many"),
     (12, "12 many"), (14, "14 many"), (21, "21 one"), (22, "22 few"), (111, "111 many"), (-1, "-1 one")],
)  # fmt: skip
def test_a_russian_noun_follows_its_number(number: int, words: str) -> None:
    """One, few and many, with the teens apart."""
    assert counted(number, "one", "few", "many") == words


@pytest.mark.parametrize(("number", "words"), [(0, "0 few"), (1, "1 one"), (21, "21 few")])
def test_an_english_noun_has_two_forms(number: int, words: str) -> None:
    """One is one, all else is more."""
    assert counted(number, "one", "few") == words


@pytest.mark.parametrize("name", [*FOR, *MACROS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_built_in_text_could_be_the_desks_own(name: str, language: str) -> None:
    """Each built-in text passes what is asked of the desk's own."""
    templates.check(name, language, templates.built_in(name, language))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "says nothing"),
        ("   \n", "says nothing"),
        ("{{ ticket", "Line 1: unexpected end"),
        ("a\n{% if %}x{% endif %}", "Line 2: Expected an expression"),
        ("{% for x in subject %}x{% endfor %}", "cannot use for"),
        ("{% include 'en/closed.txt' %}", "cannot use include"),
        ("{% import 'en/_parts.txt' as p %}", "cannot use import"),
        ("{% macro a() %}{% endmacro %}", "cannot use macro"),
        ("{% set a = 1 %}", "cannot use assign"),
        ("{{ subject.__class__ }}", "only the pieces of `say`"),
        ("{{ subject.format(ticket) }}", "only the pieces of `say`"),
        ("{{ say.hello.__globals__ }}", "only the pieces of `say`"),
        ("{{ ''.join([subject]) }}", "only the pieces of `say`"),
        ("{{ subject['x'] }}", "cannot use getitem"),
        ("{{ 'a' * 1000000000 }}", "cannot use mul"),
        ("{{ 9 ** 99999 }}", "cannot use pow"),
        ("{{ '%s' % subject }}", "cannot use mod"),
        ("{{ range(10) }}", "only the pieces of `say`"),
        ("{{ balance }}", "there is no fact 'balance'. There are: block"),
        ("{{ subject | attr('x') }}", "there is no filter 'attr'"),
        ("{{ ticket }}{{ subject + 1 }}", "mixes words and numbers"),
        ("{{ ticket }}{{ say.nothing() }}", "needs more"),
        ("No number.", "has to say: ticket"),
        ("#{{ ticket }}" + "x" * 20_000, "at most 20,000"),
        ("(" * 5000, "has to say"),
        ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "too deeply nested"),
        ("{{ " + "+".join(["ticket"] * 2500) + " }}", "too deeply nested"),
        ("{{ ticket" + "|upper" * 3000 + " }}", "too deeply nested"),
        ("{% if ticket %}" * 120 + "{{ ticket }}" + "{% endif %}" * 120, "too deeply nested"),
        ("{{ ticket + " + "9" * 15_000 + " }}", "too long"),
    ],
)  # fmt: skip
def test_a_text_that_will_not_do_says_why(source: str, why: str) -> None:
    """A text that runs, reaches or forgets something is refused with the reason, and its line."""
    with pytest.raises(BadTextError) as told:
        templates.check("received", "en", source)
    assert why in str(told.value)


@pytest.mark.parametrize("name", ["", "A", "-a", "a-", "a b", "../x", "a" * 41, "ю"])
def test_a_name_is_small_letters_digits_and_dashes(name: str) -> None:
    """A piece of the desk's own has a plain name."""
    with pytest.raises(BadTextError, match="small letters"):
        templates.check(name, "en", "Hello.")


def test_a_third_language_is_refused() -> None:
    """A text is in English or Russian."""
    with pytest.raises(BadTextError, match="en, ru"):
        templates.check("received", "de", "#{{ ticket }}")


@pytest.mark.parametrize(
    ("name", "fact"),
    [("mailing", "key"), ("closed", "answer"), ("closed", "credits"), ("limit", "amount")],
)
def test_what_has_to_be_said_cannot_be_left_out(name: str, fact: str) -> None:
    """The way out of promotions, a person's own words, costs and amounts cannot be left out."""
    needed = {"mailing": "{{ text }}{{ promotes }}{{ key }}", "limit": "{{ ticket }}{{ amount }}",
              "closed": "{{ answer }}{{ credits }}{{ balance }}{{ clause_words }}"}[name]  # fmt: skip
    with pytest.raises(BadTextError, match=f"has to say: {fact}"):
        templates.check(name, "en", needed.replace(f"{{{{ {fact} }}}}", "."))


BROUGHT = {
    "en": "Thank you for order 7. This came to your support account with it: - Live search: 20 credits"
    " Your balance is 20 credits now.",
    "ru": "Спасибо за заказ 7. Вместе с ним на ваш счёт поддержки поступило: - Live search: 20 credits"
    " Сейчас на вашем балансе 20 кредитов.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_buyer_reads_what_an_order_brought(language: str) -> None:
    """Every line of it, and the balance that there is now."""
    arrived = {"order": 7, "credits": 20, "balance": 20, "packages": False}
    _, written = text("arrived", language, arrived="- Live search: 20 credits", **arrived)
    assert BROUGHT[language] in " ".join(written.split())


@pytest.mark.parametrize(
    ("language", "told"), [("en", "for one request"), ("ru", "на одну заявку")]
)
def test_a_buyer_of_a_package_reads_how_it_is_used(language: str, told: str) -> None:
    """Where one came, and only there."""
    arrived = {"order": 7, "credits": 0, "balance": 0, "arrived": "- Incident"}
    written = [text("arrived", language, packages=each, **arrived)[1] for each in (True, False)]
    assert [told in each for each in written] == [True, False]
