"""What is loaded before the first frame is painted."""

import subprocess
import sys


def test_the_console_loads_nothing_large_before_it_paints() -> None:
    """The database's libraries come after the first frame."""
    code = (
        "import sys, console.app;"
        "large = {'sqlalchemy', 'sqlmodel', 'alembic', 'aiosqlite', 'pydantic', 'jinja2',"
        " 'holidays', 'aiosmtplib'};"
        "print(sorted(large & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
