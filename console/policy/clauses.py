"""The clauses of the support policy: their ids, a few plain words each, and their published wording."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its id, the policy's published wording, and a title of a few plain words."""

    id: str
    words: str
    title: str


# The lines that the policy's own lists open with; "…" in the table stands for the one of its group.
_LEADS = {
    "C": "Ways of contacting Technical support: ",
    "S": "Tasks related to ready-made solutions by Administration, AlexBranding, Energothemes and CS-Cart, that are handled within the Technical support service: ",
    "F": "Issues solved within the Technical support service free of charge: ",
    "N": "Issues that are not acknowledged as bugs of the add-ons developed by the Administration: ",
}

_TABLE = """
C1 | by contact form | …Submitting a request for technical support through one of contact forms on the websites of the Administration.
C2 | by e-mail | …Submitting a request for technical support by email.
C3 | in the HelpDesk | …Getting registered or authorized in the Customer HelpDesk system hd.cart-power.com and submitting a ticket.
C4 | registered: a ticket | With a request submitted through contact forms or by email, a ticket is automatically created in the HelpDesk system provided the User is already registered in HelpDesk.
C5 | not registered: account and ticket | With a request submitted through contact forms or by email, an account and a ticket are automatically created in the HelpDesk system provided the User is not yet registered in HelpDesk.
C6 | answers go to the ticket and by e-mail | A response from Technical support is always sent to the ticket and by email simultaneously.
C7 | office hours | A request for technical support may be submitted by the User at any time. The Technical support specialists process the requests during business hours of the Administration: 09.00 am — 18.00 pm (UTS+4), Monday—Friday, except for national holidays.
C8 | no phone, chat or messaging apps | Technical support is not provided by phone, on online chat or messaging apps.
C9 | in the order received | Requests are reviewed by Technical support in the order in which they are received.
C10 | urgent requests | For most urgent requests, the Administration does not guarantee an immediate resolution but uses all available resources to expedite the resolution.
S0 | documentation and forums first | The User may take advantage of the Technical support service provided by the Administration if the information in the documentation and on the forums is insufficient to resolve their issue.
S1 | explanation | …Explanation of the default functionality of add-ons and design themes.
S2 | configuration | …Configuration of the default add-ons and design themes.
S3 | diagnostics | …Diagnostics of an issue.
S4 | investigation | …Investigation of an issue.
S5 | conflicts | …Investigation of conflicts between add-ons, add-ons and design themes.
S6 | general questions | …General technical questions about the CS-Cart platform and ecommerce.
S7 | minor modifications | …Minor modifications not requiring deep analysis and specifications.
S8 | supported software | The Technical support service is intended to provide assistance with the default software developed by the Administration, AlexBranding, Energothemes and CS-Cart.
S9 | beyond the scope | Questions beyond the scope of Technical support are forwarded to the Custom development department of the Administration.
F1 | security breach by our add-on | …Security breaches caused by the add-ons developed by the Administration.
F2 | conflict between our add-ons | …Issues caused by conflicts between the add-ons developed by the Administration.
F3 | conflict with an AlexBranding theme | …Issues caused by conflicts between the add-ons developed by the Administration and design themes developed by AlexBranding.
F4 | bug of our add-on | …Bugs of the add-ons developed by the Administration.
N1 | CS-Cart itself | …Issues caused by the CS-Cart software.
N2 | functionality never described | …Lack of functionality in an add–on by the Administration when this functionality is not designed and stated in the add-on description.
N3 | performance | …Performance issues (server configuration, server limitations, software and hardware versions, excessively large catalogs).
N4 | incompatible software | …Issues due to installation of incompatible software.
N5 | incorrect upgrade | …Incorrect upgrade of the add-ons.
N6 | incorrect settings | …Incorrect settings of the add-ons.
N7 | conflict with another's add-on | …Conflicts between the add-ons developed by the Administration with 3d-party add-ons with the exception for the add-ons included in the UniTheme2 and YOUPI packages by AlexBranding.
N8 | conflict with another's theme | …Conflicts between the add-ons developed by the Administration with 3d-party design themes with the exception for the UniTheme2 and YOUPI themes AlexBranding.
K1 | a credit is a unit of time | A technical support credit is a time unit for tracking technical support service provided.
K2 | packages of credits | Technical support credits are offered in packages: 80 credits, 160 credits, 320 credits.
K3 | free credits with an add-on | Every paid add-on by the Administration is provided with 20 free support credits.
K4 | free credits with an add-on package | Add-on packages by the Administration are provided with 10 free support credits per add-on in the package.
K5 | none with free add-ons | Free support credits are not provided with free add-ons by the Administration.
K6 | credits never expire | Paid and free support credits are accumulated in the User’s HelpDesk account and never expire.
K7 | balance and history | The HelpDesk profile contains information on the current balance and the history of support credits.
K8 | paid credits are not refunded | Paid technical support credits are not subject to refund.
U1 | what credits pay for | The User can spend available support credits on technical assistance with the default ready-made solutions by the Administration, AlexBranding, Energothemes and CS-Cart.
U2 | asking without credits | The User may submit a support request even without support credits available on his balance. Depending on the type of the request, the User may be asked to replenish his support balance before technical support can be provided.
U3 | modifications are covered first | Minor modifications are implemented only after the required number of support credits is added to the support balance.
U4 | our bug is free | If an issue is acknowledged as a bug of an add-on developed by the Administration, the issue is resolved free of charge, and no support credits are deducted.
U5 | another's bug | If an issue is acknowledged as a bug of a 3d-party add-on, the issue is resolved for support credits provided the 3d-party add–on code is not encrypted.
U6 | another's bug beyond the scope | If an issue is acknowledged as a bug of 3d-party software or customization, and issue resolving lies beyond the scope of Technical support, the issue is forwarded to the custom development department. Support credits are deducted for the investigation according to the time spent on the troubleshooting.
U7 | charged by time | If an issue is not a bug of an add-on developed by the Administration, support credits are deducted according to the time spent on the troubleshooting. If the User’s support balance is lower than required for the investigation, the balance goes negative and is to be replenished by the User before his next request for technical support.
U8 | 10 credits for 15 minutes | The number of support credits deducted for a request depends on the time Tech. support needs for issue investigating and/or resolving: 15 minutes 10, 30 minutes 20, 45 minutes 30, 60 minutes 40.
U9 | more than 40 credits: told beforehand | If an issue requires more than 40 support credits, the Tech. support specialist notifies the user of this beforehand.
U10 | 60 minutes and more needed | If issue investigation has already taken 60 minutes but more time for issue investigation/resolving is needed, the Tech. support specialist notifies the user that the support balance has to be replenished.
U11 | forwarded to Custom development | Complicated time- and resource-consuming issues, add-on modifications, issues caused by 3d-party software are forwarded to the Custom development department.
P1 | Premium | Premium technical support is activated for a certain project (domain) for a period of 1, 3, 6 or 12 months.
P2 | Premium: HelpDesk and e-mail | During the premium tech. support subscription, communication with Tech. support is held in HelpDesk and by email.
P3 | Premium: refund | Premium technical support is not subject to a refund after any work has been started or completed.
P4 | Incident | The support package Incident is activated for one tech. support request taking not more than 2 hours of support specialist’s work.
P5 | Incident: refund | The support package Incident is not subject to a refund after any work has been started or completed.
P6 | Examination | The support package Examination is activated for one tech. support request taking not more than 2 hours of support specialist’s work.
P7 | Examination: refund | The support package Examination is not subject to a refund after any work has been started or completed.
A1 | the policy may change | The Administration reserves the right to change the terms of the Policy. Any revisions of the Policy are published by the Administration in this section on the website.
A2 | using the service is agreeing | By continuing using the service provided by the Administration, the User accepts the new terms of the Policy.
A3 | messages to customers | By agreeing to the terms of this Policy, the User agrees to receive informational and/or promotional messages about services and events provided/conducted by the Administration and/or its partners (counterparties) within the scope of this Policy.
D1 | disputes | Any disputes in connection to the Policy are to be submitted at the email address of the Administration.
D2 | disputes: 1–2 business days | Any disputes in connection to the Policy are reviewed by the Administration during 1-2 business days.
D3 | disputes: not from the unknown | Applications from unidentified or anonymous Users are not accepted.
"""


def _read(row: str) -> Clause:
    """The clause that a row of the table tells."""
    name, title, words = (part.strip() for part in row.split("|"))
    if words.startswith("…"):
        words = _LEADS[name[0]] + words[1:]
    return Clause(id=name, words=words, title=title)


CLAUSES: Mapping[str, Clause] = MappingProxyType(
    {found.id: found for found in map(_read, _TABLE.strip().splitlines())}
)


def clause(name: str) -> Clause:
    """The clause of that id; raises KeyError with a sentence when there is none."""
    if name not in CLAUSES:
        raise KeyError(f"The policy has no clause {name!r}.")
    return CLAUSES[name]
