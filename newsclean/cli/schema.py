"""`newsclean schema`: what a record holds, for programs."""

import json

from newsclean.cli import options
from newsclean.cli.running import running
from newsclean.writing import STDOUT, open_output
from newsclean.writing.schema import build_schema


def schema(*, output: options.Output = STDOUT, _config: options.Config = None) -> None:
    """Write the JSON Schema of the record that clean writes."""
    with running(), open_output(output) as write:
        write([json.dumps(build_schema(), indent=2).encode() + b"\n"])
