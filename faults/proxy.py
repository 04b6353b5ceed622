"""Stands between a program and PostgreSQL, and does to their talk what networks do: passes it on, swallows it (a
firewall that drops what it does not know), or cuts the line when the server has committed and the client waits to hear.

As a program: `proxy.py LISTEN TARGET pass|swallow|cut`."""
import asyncio
import random
import sys
import threading


class Proxy:
    def __init__(self, target, listen=0, mode="pass", share=0.3):
        self.target, self.listen, self.mode, self.share = target, listen, mode, share
        self.cuts = self.swallowed = 0
        self.lines = set()
        ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self.run(ready)), daemon=True).start()
        ready.wait(10)

    async def run(self, ready):
        server = await asyncio.start_server(self.line, "127.0.0.1", self.listen)
        self.listen = server.sockets[0].getsockname()[1]
        ready.set()
        await server.serve_forever()

    async def line(self, reader, writer):
        while self.mode == "swallow":
            # It was let in and hears nothing, not even a greeting.
            self.swallowed += 1
            await asyncio.sleep(0.2)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        state = {"commit": False}
        both = (writer, far_writer)
        await asyncio.gather(self.pump(reader, far_writer, "up", state, both),
                             self.pump(far_reader, writer, "down", state, both))

    async def pump(self, reader, writer, way, state, both):
        try:
            while data := await reader.read(65536):
                if way == "up" and self.mode == "cut" and b"COMMIT" in data and random.random() < self.share:
                    state["commit"] = True
                if way == "down" and state["commit"]:
                    # The server has answered, so it has committed; the client never hears of it.
                    self.cuts += 1
                    for end in both:
                        end.transport.abort()
                    return
                if self.mode == "swallow":
                    self.swallowed += len(data)
                    continue
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()


if __name__ == "__main__":
    Proxy(int(sys.argv[2]), int(sys.argv[1]), sys.argv[3])
    threading.Event().wait()
