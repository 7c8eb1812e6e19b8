"""A chat client in Python, as docs/api-guide.md describes a correct one.

It joins a room, says something COUNT times, comes back whenever its connection breaks, and compares at the end what it
has with what the REST API shows. Needs python-socketio[client] 5.18.

    API_URL=http://localhost:3000 TOKEN=… ROOM=… python3 docs/examples/chat_client.py
"""

import json
import os
import queue
import sys
import time
import urllib.request
import uuid

import socketio

API_URL = os.environ["API_URL"].rstrip("/")
TOKEN = os.environ["TOKEN"]
ROOM = os.environ["ROOM"]
COUNT = int(os.environ.get("COUNT", "20"))
PAUSE_SECONDS = 0.4  # Below the limit of messages.
ANSWER_SECONDS = 5
PASSING = ("unavailable", "rate_limited", "internal")


class Broken(Exception):
    """The connection is gone, or an answer did not come: nobody knows what became of the question."""


class Chat:
    """One room, by one connection at a time."""

    def __init__(self):
        self.rev = 0  # Everything up to this change is here.
        self.messages = {}
        self.events = queue.Queue()
        self.joins = 0
        self.socket = None

    def connect(self):
        """Comes (back) to the room: with `since`, the server sends what was missed."""
        while True:
            socket = socketio.Client(reconnection=False)
            self.socket, self.events = socket, queue.Queue()
            for name in ("message", "message:changed"):
                socket.on(name, self.events.put, namespace="/chat")
            try:
                socket.connect(API_URL, auth={"token": TOKEN}, namespaces=["/chat"], transports=["websocket"])
                self.join()
                return
            except (Broken, socketio.exceptions.ConnectionError):
                socket.disconnect()
                time.sleep(0.3)

    def join(self):
        answer = self.ask("room:join", {"room_id": ROOM, "since": self.rev})
        if not answer["ok"]:
            raise Broken(answer["error"])
        for message in answer["messages"]:
            self.keep(message)
        while answer["more"]:
            page = rest(f"/api/v1/chat/{ROOM}/messages/?since={self.rev}&limit=200")
            for message in page:
                self.keep(message)
            if self.rev >= answer["rev"]:
                break
        self.rev = max(self.rev, answer["rev"])
        self.joins += 1

    def keep(self, message):
        self.messages[message["id"]] = message
        self.rev = max(self.rev, message["rev"])

    def take_events(self):
        """Each event is the next change; one that is not means that something was missed: join again."""
        while not self.events.empty():
            message = self.events.get()
            if message["rev"] <= self.rev:
                continue
            if message["rev"] != self.rev + 1:
                raise Broken(f"change {self.rev + 1} is missing")
            self.keep(message)

    def say(self, text):
        """Says it once: whatever happens on the way, it is asked again with the same id until it is answered."""
        said = {"room_id": ROOM, "message": text, "client_message_id": str(uuid.uuid4())}
        while True:
            try:
                answer = self.ask("message:send", said)
                self.take_events()
                if answer["ok"]:
                    return answer["message"]["id"]
                if answer["code"] not in PASSING:
                    raise SystemExit(answer["error"])
                time.sleep(answer.get("retry_after", 1))
            except Broken:
                self.socket.disconnect()
                self.connect()

    def ask(self, name, payload):
        try:
            return self.socket.call(name, payload, namespace="/chat", timeout=ANSWER_SECONDS)
        except socketio.exceptions.SocketIOError as error:
            raise Broken(name) from error


def rest(path):
    request = urllib.request.Request(f"{API_URL}{path}", headers={"authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def shown(message):
    return {name: message[name] for name in ("id", "seq", "rev", "message", "sender")}


def main():
    chat = Chat()
    chat.connect()
    acknowledged = []
    for number in range(COUNT):
        acknowledged.append(chat.say(f"From Python, {number + 1}"))
        print(json.dumps({"acknowledged": len(acknowledged)}), flush=True)
        time.sleep(PAUSE_SECONDS)
    chat.connect()
    kept = sorted((shown(message) for message in chat.messages.values()), key=lambda one: one["seq"])
    stored = [shown(message) for message in rest(f"/api/v1/chat/{ROOM}/messages/?after=0&limit=200")]
    ids = [message["id"] for message in stored]
    equal = kept == [message for message in stored if message["rev"] <= chat.rev]
    once = all(ids.count(one) == 1 for one in acknowledged) and len(set(acknowledged)) == COUNT
    print(json.dumps({"joins": chat.joins, "messages": len(kept), "equal": equal, "once": once}), flush=True)
    chat.socket.disconnect()
    return 0 if equal and once else 1


if __name__ == "__main__":
    sys.exit(main())
