"""A wire between two hosts that is slow and loses: netem's, where the kernel has none.

    python wire.py NEAR FAR DELAY JITTER LOSS

Makes two TAP devices and hands each Ethernet frame from one to the other, DELAY give or
take JITTER milliseconds later and in their order, but for the share LOSS of them. A line
on standard input is another LOSS; 1 cuts the wire. It ends when standard input does.
"""

import fcntl
import os
import random
import select
import struct
import sys
import time
from collections import deque

TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000
MOST = 65536  # bytes of a frame


def tap(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return device


class Direction:
    """Frames on their way to a device, the first to arrive first."""

    def __init__(self, device):
        self.device = device
        self.frames = deque()
        self.last = 0.0

    def put(self, frame, arrival):
        self.last = max(self.last, arrival)
        self.frames.append((self.last, frame))

    def deliver(self, now):
        while self.frames and self.frames[0][0] <= now:
            try:
                os.write(self.device, self.frames.popleft()[1])
            except OSError:
                pass  # the device is down, or full: the frame is lost


def main(near, far, delay, jitter, loss):
    draws = random.Random(20)
    ends = [tap(near), tap(far)]
    ways = {ends[0]: Direction(ends[1]), ends[1]: Direction(ends[0])}
    print("ready", flush=True)
    while True:
        arrivals = [way.frames[0][0] for way in ways.values() if way.frames]
        wait = max(0, min(arrivals) - time.monotonic()) if arrivals else None
        for source in select.select([sys.stdin, *ends], [], [], wait)[0]:
            if source is sys.stdin:
                line = sys.stdin.readline()
                if not line:
                    return
                loss = float(line)
                continue
            try:
                frame = os.read(source, MOST)
            except OSError:
                continue  # down
            if draws.random() >= loss:
                later = (delay + draws.uniform(-jitter, jitter)) / 1000
                ways[source].put(frame, time.monotonic() + later)
        for way in ways.values():
            way.deliver(time.monotonic())


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(float, sys.argv[3:]))
