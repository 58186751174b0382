"""`site`: the website's calls and its form, until it is told to stop."""

import os
from dataclasses import replace

from console.cli.context import Context, locate, opened
from console.cli.output import Answer, say
from console.services.faults import BadInput


async def serve(context: Context) -> Answer:
    """Serve the website. Raises BadInput without secrets, and Unreachable where nobody can listen."""
    from console.site import keys
    from console.site.answering import Site
    from console.site.serving import listen
    from console.site.serving import serve as run

    if context.options.read_only:
        raise BadInput("The website takes requests in: leave --read-only out.")
    settings = locate(context).settings.site
    if context.given.port is not None:
        settings = replace(settings, port=context.given.port)
    secrets = keys.read(settings.secrets_file, os.environ)
    async with opened(context) as desk:
        with listen(settings.host, settings.port) as heard:
            port = heard.getsockname()[1]
            site = Site(desk, secrets, settings, context.clock)
            await run(
                site, heard, ready=lambda: say(f"Serving at http://{_host(settings.host)}:{port}")
            )
    return Answer()


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host
