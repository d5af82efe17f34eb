"""Autobahn as a client of a WAMP router: calls, is called, publishes, subscribes.

usage: peer.py ADDRESS...
ADDRESS is ws://HOST:PORT/PATH+SERIALIZER, tcp:HOST:PORT+SERIALIZER or unix:PATH+SERIALIZER.
Prints a line for each and ends with 0 when all did what they should.
"""

import asyncio
import sys

from autobahn.asyncio.rawsocket import WampRawSocketClientFactory
from autobahn.asyncio.wamp import ApplicationSession
from autobahn.asyncio.websocket import WampWebSocketClientFactory
from autobahn.wamp import types
from autobahn.wamp.exception import ApplicationError
from autobahn.wamp.serializer import CBORSerializer, JsonSerializer, MsgPackSerializer

SERIALIZERS = {"json": JsonSerializer, "msgpack": MsgPackSerializer, "cbor": CBORSerializer}
PATIENCE_S = 20

VALUES = [
    None, True, False, 0, -1, 23, 24, 127, 128, 255, 256, 65535, 65536, 2**32, 2**53, 2**63 - 1,
    -(2**63), -32, -33, -129, -32769, 1.5, -0.25, 1e300, "", "a", "käse €  𝄞", "x" * 300,
    b"", b"\x00\xff", bytes(range(256)) * 300, [], [[1], [2, [3]]], {}, {"a": 1, "b": {"c": [None]}},
]


def same(actual, expected):
    if actual != expected or type(actual) is not type(expected):
        raise AssertionError(f"{actual!r:.200} is not {expected!r:.200}")


class Session(ApplicationSession):
    def __init__(self, config=None):
        super().__init__(config)
        self.done = asyncio.get_running_loop().create_future()

    def onConnect(self):
        self.join("realm1")

    async def onJoin(self, details):
        try:
            await self.calls()
            await self.events()
            if not self.done.done():
                self.done.set_result(None)
        except BaseException as e:
            if not self.done.done():
                self.done.set_exception(e)
        self.leave()

    async def calls(self):
        async def echo(*args, **kwargs):
            return types.CallResult(*args, **kwargs)

        def steps(count, details=None):
            for i in range(count):
                details.progress(i)
            return count

        def broken():
            raise ApplicationError("com.peer.error", 7, why="because")

        registration = await self.register(echo, "com.peer.echo")
        await self.register(
            steps, "com.peer.steps", options=types.RegisterOptions(details_arg="details"))
        await self.register(broken, "com.peer.broken")
        for value in VALUES:
            result = await self.call("com.peer.echo", value, 1, key=value)
            same(list(result.results), [value, 1])
            same(result.kwresults, {"key": value})
        many = await asyncio.gather(*[self.call("com.peer.echo", i, 0) for i in range(500)])
        same([result.results[0] for result in many], list(range(500)))
        same(await self.call("com.example.add2", 2, 3), 5)
        seen = []
        options = types.CallOptions(on_progress=seen.append)
        same(await self.call("com.peer.steps", 3, options=options), 3)
        same(seen, [0, 1, 2])
        await self.fails("com.peer.broken", "com.peer.error")
        await self.fails("com.peer.nothing", "wamp.error.no_such_procedure")
        await registration.unregister()
        await self.fails("com.peer.echo", "wamp.error.no_such_procedure")

    async def fails(self, procedure, error):
        try:
            await self.call(procedure)
        except ApplicationError as e:
            same(e.error, error)
        else:
            raise AssertionError(f"{procedure} did not fail")

    async def events(self):
        heard = asyncio.Queue()
        subscription = await self.subscribe(
            lambda *args, **kwargs: heard.put_nowait((list(args), kwargs)), "com.peer.topic")
        options = types.PublishOptions(acknowledge=True, exclude_me=False)
        for value in VALUES:
            await self.publish("com.peer.topic", value, key=value, options=options)
            same(await heard.get(), ([value], {"key": value}))
        await subscription.unsubscribe()

    def onLeave(self, details):
        if not self.done.done():
            self.done.set_exception(AssertionError(f"left: {details}"))
        self.disconnect()

    def onDisconnect(self):
        if not self.done.done():
            self.done.set_exception(AssertionError("disconnected"))


async def run(address):
    loop = asyncio.get_running_loop()
    sessions = []

    def make():
        session = Session(types.ComponentConfig("realm1"))
        sessions.append(session)
        return session

    where, name = address.rsplit("+", 1)
    serializer = SERIALIZERS[name]()
    if where.startswith("ws://"):
        factory = WampWebSocketClientFactory(make, url=where, serializers=[serializer])
        connecting = loop.create_connection(factory, factory.host, factory.port)
    elif where.startswith("unix:"):
        factory = WampRawSocketClientFactory(make, serializer=serializer)
        connecting = loop.create_unix_connection(factory, where[len("unix:"):])
    else:
        _, host, port = where.split(":")
        factory = WampRawSocketClientFactory(make, serializer=serializer)
        connecting = loop.create_connection(factory, host, int(port))
    await connecting
    while not sessions:
        await asyncio.sleep(0.01)
    await sessions[0].done


async def main():
    for address in sys.argv[1:]:
        await asyncio.wait_for(run(address), PATIENCE_S)
        print("well", address, flush=True)


asyncio.run(main())
