"""The program's entry point: the version is told before anything else is loaded."""

import sys


def main() -> int:
    """Run `creditdesk` with the process's own arguments; gives the exit code."""
    if sys.argv[1:] == ["--version"]:
        from console import __version__

        sys.stdout.write(f"creditdesk {__version__}\n")
        return 0
    from console import cli

    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
