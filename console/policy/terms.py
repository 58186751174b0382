"""The figures of the support policy, in one frozen value that a version of the policy can replace."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version of the policy counts with; seconds and whole credits."""

    version: str = "1"
    block_seconds: int = 900
    credits_per_block: int = 10
    notify_credits: int = 40
    notify_seconds: int = 3600
    warn_seconds: int = 3300
    package_seconds: int = 7200
    package_warn_seconds: int = 5400
    packages: tuple[int, ...] = (80, 160, 320)
    addon_grant: int = 20
    bundle_grant: int = 10


TERMS = Terms()
