"""Hands a class's submissions out to the workers of a Dask cluster.

    python head.py SETTINGS

SETTINGS is a JSON object, see `Settings` in head.ts. On standard input comes the
reference, then, each time this program writes {"want": true}, a submission: KEY, a tab,
a line of JSON; or an empty line: there are no more. Lines on standard output are JSON;
one with "graded" is followed by a tab and the line that the worker answered, as it came.

Each worker has one submission at a time, sent to it by name. So when a worker dies it is
known which submission it had, and no other is accused.
"""

import asyncio
import json
import sys
import time

import cloudpickle
import on_worker
from distributed import Client
from distributed.versions import get_versions
from settings import reached

# Deaths of workers under a submission before it is given up.
MOST_DEATHS = 3
# Seconds between two looks at the scheduler's list of workers.
LOOK = 0.5
# Seconds without a scheduler before the run ends; what was graded is kept.
WITHOUT_SCHEDULER = 20
# Seconds between two words on waiting for workers.
WORD = 10

# Dask sends by value what belongs to the main module, and cloudpickle what that uses.
cloudpickle.register_pickle_by_value(on_worker)
for task in (on_worker.prepare, on_worker.grade):
    task.__module__ = "__main__"


def tell(message, payload=b""):
    line = json.dumps(message).encode() + (b"\t" + payload if payload else b"") + b"\n"
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


class Lost(Exception):
    """The worker is no longer there, or does not answer; says how."""


class Job:
    def __init__(self, key, request):
        self.key = key
        self.request = request
        self.deaths = []
        self.done = False


class Jobs:
    """What is to be graded: asked for when a worker has nothing to do."""

    def __init__(self, lines):
        self.lines = lines
        self.returned = []
        self.asking = asyncio.Lock()
        self.running = 0
        self.ended = False
        self.changed = asyncio.Event()

    async def next(self):
        """The next one; None when all are done."""
        while True:
            async with self.asking:
                if not self.returned and not self.ended:
                    tell({"want": True})
                    line = await self.lines.get()
                    if line:
                        key, _, request = line.partition(b"\t")
                        self.returned.append(Job(key.decode(), request))
                    else:
                        self.ended = True
            if self.returned:
                self.running += 1
                return self.returned.pop(0)
            if self.running == 0:
                return None
            # One that runs may yet come back.
            self.changed.clear()
            await self.changed.wait()

    def put_back(self, job):
        self.running -= 1
        self.returned.insert(0, job)
        self.changed.set()

    def finish(self):
        self.running -= 1
        self.changed.set()


class Worker:
    """A worker process, from its appearance to its end."""

    def __init__(self, address, place):
        self.address = address
        self.place = place  # its own folder: another process of the same address has another
        self.gone = asyncio.Event()
        self.how = ""
        self.orderly = False
        self.silent = asyncio.Event()
        self.seen = None
        self.heard = time.monotonic()


class Head:
    def __init__(self, client, settings, reference, lines):
        self.client = client
        self.settings = settings
        self.reference = reference
        self.jobs = Jobs(lines)
        self.workers = {}
        self.drivers = set()
        self.refused = set()
        self.tries = 0

    async def run(self):
        watch = asyncio.create_task(self.watch())
        all_done = asyncio.create_task(self.until_done())
        await asyncio.wait({watch, all_done}, return_when=asyncio.FIRST_COMPLETED)
        for task in (watch, all_done):
            if task.done() and task.exception():
                raise task.exception()

    async def until_done(self):
        while not (self.jobs.ended and self.jobs.running == 0 and not self.jobs.returned):
            await asyncio.sleep(0.1)

    async def watch(self):
        """Follows the scheduler's list of workers for as long as the run lasts."""
        word = time.monotonic()
        alone = None
        while True:
            try:
                identity = self.client.scheduler.identity(n_workers=-1)
                listed = (await asyncio.wait_for(identity, WITHOUT_SCHEDULER))["workers"]
                alone = None
            except (OSError, asyncio.TimeoutError, TimeoutError) as error:
                alone = alone or time.monotonic()
                if self.client.status == "closed" or time.monotonic() - alone > WITHOUT_SCHEDULER:
                    raise ConnectionError(f"the scheduler is gone: {error or 'no answer'}") from error
                await asyncio.sleep(LOOK)
                continue
            self.compare(listed)
            if self.usable() == 0 and time.monotonic() - word > WORD:
                word = time.monotonic()
                tell({"waiting": "there is no worker yet" if not listed else "no worker can be used"})
            await asyncio.sleep(LOOK)

    def usable(self):
        return sum(1 for worker in self.workers.values() if not worker.silent.is_set())

    def compare(self, listed):
        before = self.usable()
        now = time.monotonic()
        for address, worker in list(self.workers.items()):
            if listed.get(address, {}).get("local_directory") != worker.place:
                del self.workers[address]
                worker.gone.set()
        for address, about in listed.items():
            worker = self.workers.get(address)
            if worker is None:
                if (address, about["local_directory"]) not in self.refused:
                    self.welcome(address, about)
                continue
            if about["status"] == "closing_gracefully":
                worker.orderly = True
            if about["last_seen"] != worker.seen:
                worker.seen = about["last_seen"]
                worker.heard = now
                worker.silent.clear()
            elif now - worker.heard > self.settings["patience"]:
                worker.silent.set()
        if self.usable() != before:
            tell({"workers": self.usable()})

    def welcome(self, address, about):
        worker = Worker(address, about["local_directory"])
        self.workers[address] = worker
        driver = asyncio.create_task(self.drive(worker))
        self.drivers.add(driver)
        driver.add_done_callback(self.drivers.discard)

    def refuse(self, worker, why):
        self.refused.add((worker.address, worker.place))
        self.workers.pop(worker.address, None)
        tell({"refused": worker.address, "why": why, "workers": self.usable()})

    async def drive(self, worker):
        """Gives a worker one submission after the other, until it is gone."""
        try:
            message = {"op": "versions", "packages": []}
            told = await self.client.scheduler.broadcast(msg=message, workers=[worker.address])
            problem = differences(told[worker.address]["packages"], "it")
            if not problem:
                problem = await self.call(worker, on_worker.prepare, self.reference, self.settings["home"])
            if problem:
                self.refuse(worker, problem)
                return
            while not worker.orderly and not worker.gone.is_set():
                await self.until_heard(worker)
                job = await self.jobs.next()
                if job is None:
                    return
                await self.grade(worker, job)
        except Lost:
            pass
        except Exception as error:  # noqa: BLE001 - of one worker, which must not stop the others
            self.refuse(worker, f"{type(error).__name__}: {error}")

    async def until_heard(self, worker):
        while worker.silent.is_set() and not worker.gone.is_set():
            await asyncio.sleep(LOOK)

    async def grade(self, worker, job):
        try:
            reply = await self.call(worker, on_worker.grade, job.request, job=job)
        except Lost as lost:
            self.lost(worker, job, str(lost))
            raise
        except Exception as error:
            self.jobs.finish()
            self.fail(job, f"{type(error).__name__}: {error}")
            raise
        if reply is None:  # the same address, but another process
            self.lost(worker, job, "ended")
            raise Lost("ended")
        self.jobs.finish()
        self.take(job, reply)

    def take(self, job, reply):
        job.done = True
        tell({"graded": job.key}, reply)

    def fail(self, job, why):
        if not job.done:
            job.done = True
            tell({"failed": job.key, "why": why})

    def lost(self, worker, job, how):
        if job.done:
            self.jobs.finish()
            return
        if worker.orderly:
            how = "was ended in order"
        else:
            job.deaths.append(worker.address)
        tell({"lost": job.key, "worker": worker.address, "how": how, "deaths": len(job.deaths)})
        if len(job.deaths) >= MOST_DEATHS:
            self.jobs.finish()
            self.fail(job, f"it has ended its worker {MOST_DEATHS} times")
        else:
            self.jobs.put_back(job)

    async def call(self, worker, function, *args, job=None):
        """Runs a function on one worker.

        Raises Lost when the worker is gone, or has not been heard of for too long; then
        what it may still answer is taken when it comes.
        """
        self.tries += 1
        name = f"gradbook-{job.key if job else 'prepare'}-{self.tries}"
        future = self.client.submit(
            function, *args, key=name, workers=[worker.address], allow_other_workers=False, pure=False, retries=0
        )
        result = asyncio.ensure_future(future.result())
        gone = asyncio.ensure_future(worker.gone.wait())
        silent = asyncio.ensure_future(worker.silent.wait())
        await asyncio.wait({result, gone, silent}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        silent.cancel()
        if result.done():
            if result.cancelled() or type(result.exception()).__name__ in ("KilledWorker", "CancelledError", "FutureCancelledError"):
                raise Lost("ended")
            return result.result()
        if worker.gone.is_set():
            result.cancel()
            await future.cancel(force=True)
            raise Lost("ended")
        if job is not None:
            late = asyncio.create_task(self.take_late(worker, job, future, result))
            self.drivers.add(late)
            late.add_done_callback(self.drivers.discard)
        raise Lost(f"has not been heard of for {self.settings['patience']} s")

    async def take_late(self, worker, job, future, result):
        """The answer of a worker that was given up may come all the same."""
        gone = asyncio.ensure_future(worker.gone.wait())
        await asyncio.wait({result, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if result.done() and not result.cancelled() and not result.exception():
            if result.result() is not None:
                self.take(job, result.result())
        else:
            result.cancel()
            await future.cancel(force=True)
        if not worker.gone.is_set():
            # It is back: a worker like any other.
            worker.heard = time.monotonic()
            await self.drive(worker)


def differences(theirs, who):
    """What keeps two of Dask's processes from working together; empty if nothing does."""
    ours = get_versions()["packages"]
    # Of Python its bugs may differ, but not its bytecode.
    short = {"python": lambda version: ".".join(version.split(".")[:2])}
    other = []
    for name in ("python", "dask", "distributed"):
        cut = short.get(name, str)
        if cut(str(theirs.get(name))) != cut(str(ours[name])):
            other.append(f"{name} {cut(str(theirs.get(name)))}, and here is {cut(str(ours[name]))}")
    return f"{who} has {'; '.join(other)}" if other else ""


async def read_lines(stream, lines):
    while True:
        line = await stream.readline()
        await lines.put(line.rstrip(b"\n"))
        if not line:
            return


async def main(settings):
    loop = asyncio.get_running_loop()
    stream = asyncio.StreamReader(limit=2**30)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), sys.stdin)
    reference = (await stream.readline()).rstrip(b"\n")
    lines = asyncio.Queue()
    reader = asyncio.create_task(read_lines(stream, lines))
    address, security, _cluster = reached(settings)
    async with Client(address, security=security, asynchronous=True, timeout=settings["connect"]) as client:
        problem = differences((await client.scheduler.versions())["packages"], "the scheduler")
        if problem:
            raise ConnectionError(problem)
        await Head(client, settings, reference, lines).run()
        reader.cancel()


if __name__ == "__main__":
    try:
        asyncio.run(main(json.loads(sys.argv[1])))
    except (OSError, TimeoutError) as error:
        tell({"gone": str(error)})
        sys.exit(1)
