"""Three model APIs on loopback: responses of OpenAI, Anthropic and Google, good and bad.

The real clients connect to it through Inspect's providers; only the models' words are scripted.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MAKERS = {
    "openai": "openai/gpt-4o",
    "anthropic": "anthropic/claude-opus-4-6",
    "google": "google/gemini-2.5-pro",
}
"""A judge of each maker."""


@dataclass(frozen=True)
class Reply:
    """How an API responds to one request."""

    text: str = ""
    calls: Sequence[tuple[str, Mapping[str, Any]]] = ()
    """Tool calls: names and arguments."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    refusal: bool = False
    too_long: bool = False
    """The error by which the maker's API says that a prompt exceeds the context; status 400."""
    cut: bool = False
    """Close the connection in the middle of the body."""
    hang: float = 0
    """Seconds before anything is sent."""


Script = Sequence[Reply] | Callable[[str], Reply]
"""Replies in turn, the last for ever; or the reply to a prompt."""


class Loopback(ThreadingHTTPServer):
    """The server; `asked` has the text of every request, by provider."""

    daemon_threads = True

    def __init__(self, scripts: Mapping[str, Script]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scripts = scripts
        self.asked: dict[str, list[dict[str, Any]]] = {maker: [] for maker in MAKERS}
        self.stopped = threading.Event()
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """The address without a path."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def environment(self) -> dict[str, str]:
        """The variables through which Inspect's providers find it."""
        return {
            "OPENAI_BASE_URL": f"{self.url}/openai/v1",
            "OPENAI_API_KEY": "loopback",
            "ANTHROPIC_BASE_URL": f"{self.url}/anthropic",
            "ANTHROPIC_API_KEY": "loopback",
            "GOOGLE_BASE_URL": f"{self.url}/google",
            "GOOGLE_API_KEY": "loopback",
        }

    def reply(self, maker: str, request: dict[str, Any]) -> Reply:
        """Return the reply to a request."""
        with self._lock:
            self.asked[maker].append(request)
            script = self.scripts[maker]
            if callable(script):
                return script(json.dumps(request))
            return script[min(len(self.asked[maker]), len(script)) - 1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that hang up, which some tests provoke."""


@contextmanager
def serve(scripts: Mapping[str, Script]) -> Iterator[Loopback]:
    """Run the server."""
    server = Loopback(scripts)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Loopback
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        request = json.loads(self.rfile.read(length))
        maker = re.match(r"/(\w+)", self.path)[1]  # type: ignore[index]
        reply = self.server.reply(maker, request)
        self.server.stopped.wait(reply.hang)
        if reply.too_long:
            answer = _TOO_LONG[maker]
        else:
            answer = _ERROR if reply.status != 200 else _ANSWERS[maker](reply, self.path)
        streamed = request.get("stream") and reply.status == 200
        body = _as_events(answer) if streamed else json.dumps(answer).encode()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")  # else clients keep sockets open after the test
        kind = "text/event-stream" if streamed else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if reply.cut else body)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""


_ERROR = {"error": {"type": "api_error", "code": 0, "status": "ERROR", "message": "scripted"}}

_TOO_LONG = {
    "openai": {
        "error": {
            "type": "invalid_request_error",
            "code": "context_length_exceeded",
            "message": "Your input exceeds the context window of this model.",
        }
    },
    "anthropic": {
        "type": "error",
        "error": {
            "type": "invalid_request_error",
            "message": "prompt is too long: 210000 tokens > 200000 maximum",
        },
    },
    "google": {
        "error": {
            "code": 400,
            "status": "INVALID_ARGUMENT",
            "message": "The input token count (1200000) exceeds the maximum number of tokens "
            "allowed (1048576).",
        }
    },
}


def _openai(reply: Reply, path: str) -> dict[str, Any]:
    if path.endswith("/responses"):
        return _openai_responses(reply)
    assert path.endswith("/chat/completions")
    said = {"content": None, "refusal": "I cannot help with that."}
    message = said if reply.refusal else {"content": reply.text, "refusal": None}
    if reply.calls:
        message["tool_calls"] = [
            {
                "id": f"call_{n}",
                "type": "function",
                "function": {"name": name, "arguments": json.dumps(arguments)},
            }
            for n, (name, arguments) in enumerate(reply.calls)
        ]
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 0,
        "model": "gpt-4o",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", **message},
                "finish_reason": "tool_calls" if reply.calls else "stop",
            }
        ],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }


def _openai_responses(reply: Reply) -> dict[str, Any]:
    said = {"type": "output_text", "text": reply.text, "annotations": []}
    refusal = {"type": "refusal", "refusal": "I cannot help with that."}
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 0,
        "model": "gpt-5.4",
        "status": "completed",
        "output": [
            {
                "type": "message",
                "id": "msg_1",
                "role": "assistant",
                "status": "completed",
                "content": [refusal if reply.refusal else said],
            }
        ],
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "usage": {
            "input_tokens": 100,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": 10,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": 110,
        },
    }


def _anthropic(reply: Reply, path: str) -> dict[str, Any]:
    assert path.endswith("/v1/messages")
    called = [
        {"type": "tool_use", "id": f"toolu_{n}", "name": name, "input": arguments}
        for n, (name, arguments) in enumerate(reply.calls)
    ]
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-opus-4-6",
        "content": [*_texts(reply, {"type": "text"}), *called],
        "stop_reason": "refusal" if reply.refusal else "tool_use" if called else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 100, "output_tokens": 10},
    }


def _texts(reply: Reply, part: dict[str, str]) -> list[dict[str, str]]:
    return [{**part, "text": reply.text}] if reply.text else []


def _google(reply: Reply, path: str) -> dict[str, Any]:
    assert path.endswith(":generateContent")
    usage = {"promptTokenCount": 100, "candidatesTokenCount": 10, "totalTokenCount": 110}
    called = [{"functionCall": {"name": name, "args": args}} for name, args in reply.calls]
    content = {"role": "model", "parts": [*_texts(reply, {}), *called]}
    candidate = {"index": 0, "content": content, "finishReason": "STOP"}
    if reply.refusal:
        candidate = {"index": 0, "finishReason": "SAFETY"}
    return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "gemini-2.5-pro"}


def _as_events(message: dict[str, Any]) -> bytes:
    """Return an Anthropic message as the event stream that the provider sends for long answers."""
    ending = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    events = [
        {"type": "message_start", "message": {**message, "content": [], "stop_reason": None}},
        *(
            event
            for i, part in enumerate(message["content"])
            for event in (
                {"type": "content_block_start", "index": i, "content_block": {**part, "text": ""}},
                {
                    "type": "content_block_delta",
                    "index": i,
                    "delta": {"type": "text_delta", "text": part["text"]},
                },
                {"type": "content_block_stop", "index": i},
            )
        ),
        {"type": "message_delta", "delta": ending, "usage": message["usage"]},
        {"type": "message_stop"},
    ]
    return "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in events).encode()


_ANSWERS = {"openai": _openai, "anthropic": _anthropic, "google": _google}
