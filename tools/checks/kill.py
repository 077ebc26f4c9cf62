"""Kills a serving Paidan with SIGKILL while several clients send ticket commands, starts it again
and again, and checks in the end that every acknowledged command was kept and none was done twice."""

import argparse
import csv
import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HOME = os.environ["PAIDAN_HOME"]


def lead_unit():
    with open(f"{HOME}/Catalogue/units.csv", encoding="utf-8") as file:
        return next(csv.DictReader(file))["name"]


LEAD = lead_unit()
LIFE = [
    ("dispatch", {"lead": LEAD}),
    ("sign", {"by": LEAD}),
    ("contact", {"by": LEAD, "outcome": "reached", "proof": "通话录音"}),
    ("reply", {"by": LEAD, "text": "经现场核查情况属实，已经修复，依据相关管理规定办理完毕。"}),
    ("approve-completion", {}),
    ("callback", {"outcome": "reached"}),
    ("rate", {"value": "满意"}),
    ("archive", {}),
]


class Service:
    """The service, which is killed and started again on one port and data folder."""

    def __init__(self, executable, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.arguments = [
            executable, "serve", "--profile", "yichun", "--port", str(self.port),
            "--data", f"{folder}/data"]
        self.log = open(f"{folder}/log", "w+")
        self.process = None

    def start(self, seconds=180):
        self.process = subprocess.Popen(self.arguments, stdout=self.log, stderr=self.log)
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if json.load(connection.getresponse())["status"] == "ok":
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
        self.log.seek(0)
        raise SystemExit(f"paidan serve did not start:\n{self.log.read()}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()
            raise


class Run:
    """What the clients share: what was acknowledged, and what went wrong."""

    def __init__(self, port):
        self.port = port
        self.lock = threading.Lock()
        self.acknowledged = {}
        self.interrupted = 0
        self.repeated = 0
        self.fault = None

    def count(self):
        with self.lock:
            return len(self.acknowledged)


class Client(threading.Thread):
    """Takes tickets through their life; repeats under its key whatever was not acknowledged."""

    def __init__(self, run, index, commands, shared):
        super().__init__(daemon=True)
        self.run_state, self.index, self.left, self.shared = run, index, commands, shared
        self.connection = None
        self.sent = 0

    def run(self):
        try:
            while self.left > 0:
                self.one_ticket()
        except Exception as error:  # whatever it is, the check has failed
            self.run_state.fault = f"client {self.index}: {error!r}"

    def one_ticket(self):
        number = self.post("/v1/tickets", {
            "type": "求助", "channel": "电话", "region": None,
            "text": f"来电人反映第{self.index}片区{self.sent}号路灯不亮，晚上看不清路，希望尽快处理。",
            "caller": {"name": "张某", "phone": f"100{self.index:03}{self.sent:05}"}})
        for name, fields in LIFE:
            if self.left > 0:
                self.post(f"/v1/tickets/{number}:{name}", fields)
        # One ticket that everybody acts on, so that commands meet each other too.
        if self.left > 0 and self.shared:
            self.post(f"/v1/tickets/{self.shared}:urge", {})

    def post(self, path, body):
        self.sent += 1
        key = f"client{self.index}-{self.sent}"
        data = json.dumps(body, ensure_ascii=False).encode()
        end = time.monotonic() + 300
        interrupted = False
        while True:
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection(
                        "127.0.0.1", self.run_state.port, timeout=60)
                self.connection.request("POST", path, data, {
                    "Content-Type": "application/json", "Idempotency-Key": key})
                answer = self.connection.getresponse()
                document = json.loads(answer.read())
                break
            except (OSError, http.client.HTTPException, ValueError):
                self.connection = None
                interrupted = True
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
        if answer.status not in (200, 201):
            raise AssertionError(f"{path}: {answer.status} {document}")
        with self.run_state.lock:
            self.run_state.acknowledged[key] = (
                document["number"], document["version"], path, data)
            self.run_state.interrupted += interrupted
            self.run_state.repeated += bool(document.get("repeated"))
        self.left -= 1
        return document["number"]


def send_and_kill(service, commands, kills, clients):
    run = Run(service.port)
    first = Client(run, 0, 2, None)
    shared = first.post("/v1/tickets", {
        "type": "求助", "channel": "电话", "text": "大家都来催办的路灯", "caller": "李某"})
    first.post(f"/v1/tickets/{shared}:dispatch", {"lead": LEAD})
    share = [(commands - 2) // clients + (index < (commands - 2) % clients)
             for index in range(clients)]
    threads = [Client(run, index + 1, share[index], shared) for index in range(clients)]
    for thread in threads:
        thread.start()
    chance = random.Random(12345)
    for kill in range(kills):
        target = commands * (kill + 1) // (kills + 1)
        while run.count() < target and run.fault is None:
            time.sleep(0.001)
        # Somewhere within a command, not always at its end.
        time.sleep(chance.random() * 0.02)
        service.kill()
        service.start()
    for thread in threads:
        thread.join()
    if run.fault:
        raise SystemExit(f"kill: {run.fault}")
    return run


def check_repeats(run):
    """Every acknowledged command is still known under its key, with the same outcome."""
    connection = http.client.HTTPConnection("127.0.0.1", run.port, timeout=60)
    for key, (number, version, path, data) in sorted(run.acknowledged.items()):
        connection.request("POST", path, data, {
            "Content-Type": "application/json", "Idempotency-Key": key})
        answer = connection.getresponse()
        document = json.loads(answer.read())
        got = (answer.status, document.get("repeated"), document.get("number"),
               document.get("version"))
        if got != (200, True, number, version):
            raise SystemExit(f"kill: {key} was {number} version {version}, is now {got}")


def tables(path):
    """The tables of tickets; what has no order in JSON is put into one."""
    def plain(value, name=""):
        if isinstance(value, dict):
            return {key: plain(part, key) for key, part in sorted(value.items())}
        if isinstance(value, list):
            parts = [plain(part) for part in value]
            return sorted(parts) if name == "noted" else parts
        return value

    rows = []
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(ticket)")]
        for row in connection.execute("SELECT * FROM ticket ORDER BY id"):
            fields = dict(zip(names, row))
            fields["body"] = plain(json.loads(fields["body"]))
            rows.append(fields)
        for table in ("ticket_hand", "ticket_once"):
            rows += sorted(connection.execute(f"SELECT * FROM {table}"))
        rows += sorted(connection.execute("SELECT id, ticket, kind, text FROM outbox"))
    return rows


def check_journal(run, path):
    """Each key stands in the journal exactly once, where its acknowledgement said."""
    found = {}
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        for stream, version, body in connection.execute(
                "SELECT stream, version, body FROM entry WHERE type = 'ticket-acted'"):
            key = json.loads(body).get("key")
            if key:
                found.setdefault(key["key"], []).append((stream.removeprefix("ticket/"), version))
    lost = sorted(set(run.acknowledged) - set(found))
    doubled = sorted(key for key, places in found.items() if len(places) > 1)
    moved = sorted(key for key, (number, version, _, _) in run.acknowledged.items()
                   if key in found and found[key] != [(number, version)])
    unknown = sorted(set(found) - set(run.acknowledged))
    if lost or doubled or moved or unknown:
        raise SystemExit(
            f"kill: lost {lost[:5]}, doubled {doubled[:5]}, elsewhere {moved[:5]}, "
            f"never acknowledged {unknown[:5]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("paidan")
    parser.add_argument("--commands", type=int, default=600)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--clients", type=int, default=6)
    options = parser.parse_args()
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="paidan-kill-") as folder:
        data, database = f"{folder}/data", f"{folder}/data/paidan.sqlite"
        service = Service(options.paidan, folder)
        service.start()
        try:
            run = send_and_kill(service, options.commands, options.kills, options.clients)
            check_repeats(run)
        finally:
            service.stop()
        check_journal(run, database)
        if run.interrupted == 0:
            raise SystemExit("kill: no request was interrupted, so nothing was tested")
        before = tables(database)
        for command in ("verify", "rebuild", "verify"):
            subprocess.run([options.paidan, command, "--data", data], check=True,
                           stdout=subprocess.DEVNULL, stderr=sys.stderr)
        if tables(database) != before:
            raise SystemExit("kill: the rebuilt tickets differ from the stored ones")
    print(f"kill: {len(run.acknowledged)} commands by {options.clients} clients, "
          f"{options.kills} kills, {run.interrupted} commands interrupted, {run.repeated} of them "
          f"had been carried out; none lost, none doubled, journal whole, rebuilt tickets equal "
          f"({time.monotonic() - begin:.0f} s)")


main()
