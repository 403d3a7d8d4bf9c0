"""Walk the whole way of a new user in a fresh folder, with an empty home and empty caches.

`python tests/newcomer.py [WHEEL]` installs that wheel for the first step, or uses this checkout. Each step
is a command as a person types it, and what it must print or make; the first that fails ends the walk.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import environments

import dev
import paperfolio
from paperfolio.starter import LIST
from paperfolio.starter.wheel import NAME


def walk(folder: Path, wheel: Path | None = None, *, say: Callable[[str], None] = print) -> None:
    """Walk the whole way in an empty folder; what goes wrong is an `AssertionError`."""
    here = fresh(folder)

    def shell(command: str, place: Path, status: int = 0) -> str:
        say(f"$ {command}")
        return environments.run(command, place, here, status=status)

    say("# a site that works the minute it is made, in another folder than the one it was made in")
    program = f"python3 {dev.ROOT / 'dev.py'}"
    if wheel:
        shell(f"python3 -m venv tool && tool/bin/python -m pip install --quiet {wheel.resolve()}", folder)
        program = "tool/bin/paperfolio"
    shell(f"{program} new site made", folder)
    site = folder / "my site"
    (folder / "made").rename(site)
    assert readme_command(site) == "python3 build.py serve"
    say("$ python3 build.py serve")
    serve(site, here, "Your Name")

    say("# a profile, three papers, a draft and a file that nobody links to")
    papers = site / "content" / "papers"
    profile = site / "content" / "profile.md"
    text = profile.read_text("utf-8").replace("Your Name", "Jane Doe").replace("# url:", "url:")
    profile.write_text(text, "utf-8")
    (papers / "an-example-paper.md").unlink()
    for number, title in enumerate(("Counting triangles", "深度学习", "Ünïcode of the sea"), 1):
        shell(f"python3 build.py new paper '{title}'", site)
        (made,) = [file for file in papers.iterdir() if title in file.read_text("utf-8")]
        assert "Jane Doe" in made.read_text("utf-8")
        published = re.sub("status: draft.*\n", f"doi: 10.1000/{number}\n", made.read_text("utf-8"))
        made.write_text(published, "utf-8")
    shell("python3 build.py new paper 'Nothing yet'", site)
    (papers / "review.docx").write_bytes(b"private")

    say("# a mistake, which is reported with its place, and nothing is written")
    counting = papers / "counting-triangles.md"
    right = counting.read_text("utf-8")
    counting.write_text(right.replace("date: ", "date: 31 "), "utf-8")
    told = shell("python3 build.py check", site, status=1)
    assert re.search(r"content/papers/counting-triangles\.md:\d+:\d+: error\[date\]", told)
    shell("python3 build.py", site, status=1)
    assert not (site / "site").exists()
    counting.write_text(right, "utf-8")

    say("# what is published, and what is not")
    told = shell("python3 build.py", site)
    assert "0 errors, 1 warning:" in told
    assert "1 draft left out" in told
    assert "warning[not-published]" in told
    public = [file for file in (site / "site").rglob("*") if file.is_file()]
    assert [file for file in public if b"Nothing yet" in file.read_bytes()] == []
    assert [file for file in public if file.suffix == ".docx"] == []
    assert len(list((site / "site" / "papers").iterdir())) == 3
    serve(site, here, "Nothing yet")
    shell("python3 build.py check --strict", site, status=1)
    (papers / "review.docx").unlink()
    shell("python3 build.py check --strict", site)

    say("# the workflow's lines as they are")
    shutil.rmtree(site / "site")
    environments.publish(site, here)
    assert (site / "site" / "index.html").is_file()

    say("# an upgrade, with one file that the user has changed")
    workflow = site / ".github" / "workflows" / "pages.yml"
    workflow.write_text(
        workflow.read_text("utf-8").replace("timeout-minutes: 10", "timeout-minutes: 5"), "utf-8"
    )
    before = (site / "content" / "profile.md").read_bytes()
    following = next_version(folder, site / "vendor" / NAME)
    shell(f"python3 build.py upgrade '{following}'", site, status=1)
    assert (site / "content" / "profile.md").read_bytes() == before
    assert "timeout-minutes: 5" in workflow.read_text("utf-8")
    assert [file.name for file in (site / "vendor").glob("*.whl")] == [following.name]
    assert following.name in (site / LIST).read_text("utf-8")
    assert "paperfolio 99.0.0" in shell("python3 build.py --version", site)
    shell("python3 build.py check", site)
    say("# done")


def fresh(folder: Path) -> dict[str, str]:
    """Return the environment of a new user: an empty home, no caches, the machine's own settings of pip."""
    kept = {
        name: value for name, value in os.environ.items() if name in {"PATH", "LANG"} or name[:4] == "PIP_"
    }
    (folder / "home").mkdir()
    return {**kept, "HOME": str(folder / "home"), "PIP_NO_CACHE_DIR": "1"}


def readme_command(site: Path) -> str:
    """Return the first command that the site's README gives."""
    commands = re.findall(r"```sh\n(.+)\n```", (site / "README.md").read_text("utf-8"))
    return str(commands[0])


def serve(site: Path, environment: Mapping[str, str], text: str) -> None:
    """Start the preview as the README says, see a text on its first page, and end it with Ctrl-C."""
    command = ["python3", "build.py", "serve"]
    output = site.parent / "serve.txt"
    with output.open("w") as stream:
        process = subprocess.Popen(command, cwd=site, env=environment, stdout=stream, stderr=stream)
    try:
        end = time.monotonic() + 300
        while not (ready := re.search(r"at (http\S+).*\n(.*\n)*Built", output.read_text())):
            assert process.poll() is None, output.read_text()
            assert time.monotonic() < end, output.read_text()
            time.sleep(0.2)
        with urllib.request.urlopen(ready[1]) as page:  # noqa: S310 - an address of this machine
            assert text in page.read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


def next_version(folder: Path, wheel: Path) -> Path:
    """Return a wheel of a later version, which differs in its number and in the workflow."""
    checkout = environments.work_tree(folder / "next")
    number = checkout / "paperfolio" / "__init__.py"
    number.write_text(number.read_text("utf-8").replace(paperfolio.__version__, "99.0.0"), "utf-8")
    workflow = checkout / ".github" / "workflows" / "pages.yml"
    workflow.write_text(workflow.read_text("utf-8") + "# new\n", "utf-8")
    made = folder / wheel.name.replace(paperfolio.__version__, "99.0.0")
    code = "import sys; from paperfolio.starter.wheel import own_wheel; sys.stdout.buffer.write(own_wheel())"
    done = subprocess.run([sys.executable, "-c", code], cwd=checkout, capture_output=True, check=True)
    made.write_bytes(done.stdout)
    shutil.rmtree(checkout)
    return made


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        walk(Path(place), *map(Path, sys.argv[1:2]))
