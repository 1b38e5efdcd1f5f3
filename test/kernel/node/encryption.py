"""What clients with and without the keys have of an encrypted kernel, as JSON.

    python encryption.py TRANSPORT POLICY

TRANSPORT is tcp or ipc, POLICY jupyter_client's transport_encryption.
"""

import json
import sys
import time

import zmq
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

SOCKETS = {
    "shell": zmq.DEALER,
    "control": zmq.DEALER,
    "stdin": zmq.DEALER,
    "hb": zmq.REQ,
    "iopub": zmq.SUB,
}


def without_key(info, use):
    """The channels on which a client that knows all but the Curve keys gets something."""
    keyless = BlockingKernelClient()
    keyless.load_connection_info({k: v for k, v in info.items() if not k.startswith("curve_")})
    context = zmq.Context()
    sockets = {}
    for name, kind in SOCKETS.items():
        socket = sockets[name] = context.socket(kind)
        socket.linger = 0
        if kind == zmq.SUB:
            socket.subscribe(b"")
        port = info[f"{name}_port"]
        ipc = info["transport"] == "ipc"
        socket.connect(f"ipc://{info['ip']}-{port}" if ipc else f"tcp://{info['ip']}:{port}")
        if kind == zmq.DEALER:
            keyless.session.send(socket, keyless.session.msg("kernel_info_request", {}))
        elif kind == zmq.REQ:
            socket.send(b"ping")
    use()
    time.sleep(1)
    heard = sorted(name for name, socket in sockets.items() if socket.poll(0))
    context.destroy(linger=0)
    return heard


def main():
    transport, policy = sys.argv[1:]
    manager = KernelManager(kernel_name="tslab", transport=transport)
    manager.start_kernel(transport_encryption=policy)
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        shown = []

        def use():
            def answer(_):
                client.input("Ada")

            def show(message):
                if message["msg_type"] == "execute_result":
                    shown.append(message["content"]["data"]["text/plain"])

            code = (
                'const face = require("node:readline/promises").createInterface('
                "{ input: process.stdin, output: process.stdout });"
                ' await face.question("Name? ")'
            )
            client.execute_interactive(
                code, timeout=20, allow_stdin=True, stdin_hook=answer, output_hook=show
            )
            client.hb_channel.unpause()

        info = manager.get_connection_info()
        heard = without_key(info, use)
        control = client.control_channel
        request = client.session.msg("kernel_info_request", {})
        control.send(request)
        reply = control.get_msg(timeout=10)
        answer = {
            "keys": "curve_publickey" in info,
            "heard without a key": heard,
            "shown": shown,
            "control": reply["msg_type"],
            "heart beats": client.hb_channel.is_beating(),
        }
        print(json.dumps(answer))
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
