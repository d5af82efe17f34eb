"""Autobahn joins a realm and prints as whom, or why not.

usage: join.py ws://HOST:PORT/PATH METHOD AUTHID SECRET
"""

import asyncio
import sys

from autobahn.asyncio.wamp import ApplicationSession
from autobahn.asyncio.websocket import WampWebSocketClientFactory
from autobahn.wamp import auth, types
from autobahn.wamp.serializer import JsonSerializer

URL, METHOD, AUTHID, SECRET = sys.argv[1:]
PATIENCE_S = 20


class Session(ApplicationSession):
    def onConnect(self):
        self.join("realm1", authmethods=[METHOD], authid=AUTHID)

    def onChallenge(self, challenge):
        if challenge.method == "ticket":
            return SECRET
        key = SECRET.encode()
        if "salt" in challenge.extra:
            key = auth.derive_key(
                key, challenge.extra["salt"],
                challenge.extra["iterations"], challenge.extra["keylen"])
        return auth.compute_wcs(key, challenge.extra["challenge"].encode()).decode()

    def onJoin(self, details):
        self.over(f"{details.authmethod} {details.authid} {details.authrole}")

    def onLeave(self, details):
        self.over(details.reason)

    def over(self, word):
        if not done.done():
            done.set_result(word)


async def main():
    global done
    done = asyncio.get_running_loop().create_future()
    factory = WampWebSocketClientFactory(
        lambda: Session(types.ComponentConfig("realm1")), url=URL, serializers=[JsonSerializer()])
    await asyncio.get_running_loop().create_connection(factory, factory.host, factory.port)
    print(await asyncio.wait_for(done, PATIENCE_S))


asyncio.run(main())
