"""What the installed vLLM refuses of command lines: [{arguments, variables}, …] on standard input."""
import contextlib
import io
import json
import sys

import vllm.envs
from vllm.entrypoints.cli.serve import ServeSubcommand
from vllm.utils.argparse_utils import FlexibleArgumentParser

serve = ServeSubcommand()
parser = FlexibleArgumentParser()
serve.subparser_init(parser.add_subparsers(dest="subparser"))


def refusals(case):
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            serve.validate(parser.parse_args(case["arguments"]))
        refused = []
    except SystemExit:  # argparse has said why
        refused = said.getvalue().strip().splitlines()[-1:]
    except Exception as error:
        refused = [str(error)]
    known = vllm.envs.environment_variables
    return refused + [f"no variable {name}" for name in case["variables"] if name not in known]


print("REFUSALS", json.dumps([refusals(case) for case in json.load(sys.stdin)]))
