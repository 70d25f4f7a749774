"""A WebSocket client: sends each line of its input as a frame, prints each frame that comes as a line.

Says `connected` on standard error as soon as it is; ends after `--answers` frames, or never.
"""

import argparse
import asyncio
import ssl
import sys

import websockets


async def main(url, ca, answers):
    context = ssl.create_default_context(cafile=ca) if ca else None
    async with websockets.connect(url, ssl=context, proxy=None) as socket:
        print("connected", file=sys.stderr, flush=True)
        for line in sys.stdin:
            await socket.send(line.rstrip("\n"))
        while answers != 0:
            print(await socket.recv(), flush=True)
            answers -= 1


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("url")
parser.add_argument("--ca", help="a PEM file with whom to trust")
parser.add_argument("--answers", type=int, default=-1)
asyncio.run(main(**vars(parser.parse_args())))
