"""A served Paidan with a data folder of its own, for as long as a test needs it."""

import contextlib
import json
import socket
import subprocess
import tempfile
import time
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(executable, seconds=180, flags=(), data=None):
    """Starts `paidan serve` on a free port; gives its address and ends it afterwards.

    Without a data folder it gets one of its own, empty at first.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="paidan-browser-") as folder:
        with open(f"{folder}/log", "w+") as log:
            process = subprocess.Popen(
                [executable, "serve", "--port", str(port), "--data", data or f"{folder}/data", *flags],
                stdout=log, stderr=log)
            try:
                wait(process, address, seconds, log)
                yield address
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise


def wait(process, address, seconds, log):
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                if json.load(answer)["status"] == "ok":
                    return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > end:
            log.seek(0)
            raise SystemExit(f"paidan serve did not start:\n{log.read()}")
        time.sleep(0.1)
