"""Prints the mock's throughput beside that of a bare aiohttp handler.

The ratio is the price of sessions, rules, faults and the journal; both servers
are measured in the same run, in turns, so that the machine is the same.
Rules of this file: measures and prints, never asserts.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time

import aiohttp
from aiohttp import web

from mock_upstream import server

PATH = "/v1/chat/completions"
BODY = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hello!"}]}
ROUNDS = 3


async def bare(answer: bytes, kind: str) -> tuple[web.AppRunner, str]:
    """A server that reads the request and answers the same octets each time."""

    async def handle(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(body=answer, content_type=kind)

    app = web.Application()
    app.router.add_post(PATH, handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


async def rate(
    client: aiohttp.ClientSession, url: str, body: object, args: argparse.Namespace
) -> float:
    """Answers a second over ``args.requests`` requests, ``args.concurrency`` at once."""
    left = iter(range(args.requests))

    async def work() -> None:
        for _ in left:
            async with client.post(url + PATH, json=body) as reply:
                await reply.read()

    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(args.concurrency):
            group.create_task(work())
    return float(args.requests / (time.perf_counter() - started))


async def compare(
    client: aiohttp.ClientSession, name: str, body: object, args: argparse.Namespace
) -> None:
    """Print one line: the mock, the bare handler with the same octets, and their ratio."""
    mock = await server.start()
    async with client.post(mock.url + PATH, json=body) as reply:
        answer, kind = await reply.read(), reply.content_type
    runner, url = await bare(answer, kind)
    try:
        pairs = [
            (await rate(client, mock.url, body, args), await rate(client, url, body, args))
            for _ in range(ROUNDS)
        ]
    finally:
        await runner.cleanup()
        await mock.close()
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"{name:8s} mock {ours:7.0f}/s   bare {theirs:7.0f}/s   ratio {ours / theirs:.2f}")


async def main() -> None:
    """Compare on plain and on streamed answers; client and server share one core."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--requests", type=int, default=1000, help="a round [1000]")
    parser.add_argument("--concurrency", type=int, default=32, help="at once [32]")
    args = parser.parse_args()
    async with aiohttp.ClientSession() as client:
        await compare(client, "json", BODY, args)
        await compare(client, "stream", {**BODY, "stream": True}, args)


if __name__ == "__main__":
    asyncio.run(main())
