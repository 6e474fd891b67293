"""Ask one model a limited number of times, and turn any outcome into an opinion."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Final, Generic, Literal

from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
    ContentText,
    GenerateConfig,
    Model,
    ModelOutput,
    ResponseSchema,
    get_model_info,
)
from inspect_ai.util import LimitExceededError

from .answers import Malformed, R, Reader

Status = Literal["usable", "excluded", "malformed", "refused", "too_long", "error"]
"""`usable`: a valid answer. `excluded`: not asked. `malformed`: no valid answer in `ATTEMPTS`.
`refused`: the model, or its provider's filter, declined. `too_long`: the prompt exceeds the
context even after shortening. `error`: the API failed after all retries."""

ATTEMPTS: Final = 3
"""Maximum answers per judge; each retry says what was wrong with the last answer."""

PATIENCE: Final = GenerateConfig(max_retries=6, attempt_timeout=300)
"""Defaults for a judge whose role does not set them, since Inspect retries without limit."""

CHARACTERS_PER_TOKEN: Final = 3.0
"""For shell output and code; prose has about four."""
ANSWER_TOKENS: Final = 16_000
"""Tokens reserved in a judge's context for reasoning and answer."""


@dataclass(frozen=True)
class Prompt:
    """The messages to a model, and how much material was cut from them.

    Attributes:
        messages: System and user message.
        left_out: Characters of material that were cut to fit.
    """

    messages: tuple[ChatMessage, ...]
    left_out: int = 0

    @property
    def size(self) -> int:
        """Number of characters."""
        return sum(len(message.text) for message in self.messages)


def system_and_user(system: str, asked: str, left_out: int = 0) -> Prompt:
    """Return a prompt of two messages."""
    messages = (ChatMessageSystem(content=system.strip()), ChatMessageUser(content=asked))
    return Prompt(messages, left_out)


Writer = Callable[[int | None], Prompt]
"""Writes the prompt within a number of characters, if given."""


@dataclass(frozen=True)
class Opinion(Generic[R]):
    """The outcome of asking one model.

    Attributes:
        model: The model's name in Inspect.
        status: See `Status`.
        rating: The parsed answer (verdict, rating, reading); only if usable.
        attempts: Number of times it was asked, without Inspect's own retries.
        shortened: Characters of material cut from its prompt.
        detail: Why there is no rating.
    """

    model: str
    status: Status
    rating: R | None = None
    attempts: int = 0
    shortened: int = 0
    detail: str = ""


async def ask(
    judge: Model, write: Writer, read: Reader[R], schema: ResponseSchema, cache: bool = False
) -> Opinion[R]:
    """Ask one judge.

    After a malformed answer, ask again and say what was wrong; halve a prompt that turns out too
    long; stop requesting structured output if the API rejects it.

    Args:
        judge: Its settings override `PATIENCE`.
        write: Writes the prompt.
        read: Reads the answer.
        schema: Requested from providers with structured output.
        cache: Use Inspect's cache of generations.

    Raises:
        LimitExceededError: a limit of the sample, to be handled by Inspect.
    """
    model = _patient(judge)
    prompt, told = write(context_budget(judge)), list[ChatMessage]()
    config = GenerateConfig(response_schema=schema, cache=cache or None)
    for attempt in range(1, ATTEMPTS + 1):
        answer = await _answer(model, [*prompt.messages, *told], config, read)
        if answer.final or attempt == ATTEMPTS:
            break
        if answer.status == "malformed":
            told = _correction(answer)
        elif answer.status == "too_long":
            prompt, told = write(prompt.size // 2), []
        else:
            config = GenerateConfig(cache=cache or None)
    return Opinion(
        str(judge), answer.status, answer.rating, attempt, prompt.left_out, answer.detail
    )


@dataclass(frozen=True)
class _Answer(Generic[R]):
    """One answer; `final` if asking again in another way would not help."""

    status: Status
    rating: R | None = None
    said: str = ""
    detail: str = ""
    final: bool = False


async def _answer(
    model: Model, messages: list[ChatMessage], config: GenerateConfig, read: Reader[R]
) -> _Answer[R]:
    try:
        output = await model.generate(messages, config=config)
    except LimitExceededError:
        raise
    except Exception as e:  # noqa: BLE001 (each provider fails in its own way; it is counted)
        final = not _rejects_form(e, config)
        return _Answer("error", detail=f"{type(e).__name__}: {e}", final=final)
    said = output.completion
    if _refuses(output):
        return _Answer("refused", detail=said, final=True)
    if not output.empty and output.stop_reason == "model_length":
        return _Answer("too_long", detail="the prompt exceeds the model's context")
    rating = read(said)
    if isinstance(rating, Malformed):
        return _Answer("malformed", said=said, detail=_why(output, rating))
    return _Answer("usable", rating, said, final=True)


def context_budget(judge: Model) -> int | None:
    """Return how many characters fit a judge's context window, if Inspect knows it."""
    info = get_model_info(judge)
    tokens = info and (info.input_tokens or info.context_length)
    if not tokens:
        return None
    return int((tokens - min(ANSWER_TOKENS, tokens // 2)) * CHARACTERS_PER_TOKEN)


def _patient(judge: Model) -> Model:
    """Apply `PATIENCE` below the judge's own settings; eval-wide settings override both."""
    patient = copy(judge)
    patient.config = PATIENCE.merge(judge.config)
    return patient


def _rejects_form(error: Exception, config: GenerateConfig) -> bool:
    """Return whether the request itself was rejected, possibly for its structured output."""
    code = getattr(error, "status_code", getattr(error, "code", None))
    return config.response_schema is not None and code in (400, 422)


def _refuses(output: ModelOutput) -> bool:
    if output.empty:
        return False
    content = output.message.content
    parts = [] if isinstance(content, str) else content
    refused = any(isinstance(part, ContentText) and part.refusal for part in parts)
    return refused or output.stop_reason == "content_filter"


def _why(output: ModelOutput, answer: Malformed) -> str:
    if not output.completion.strip():
        return "the answer is empty"
    if output.stop_reason == "max_tokens":
        return f"{answer.told}: the answer was cut off at the maximum length; be shorter"
    return answer.told


def _correction(answer: _Answer[R]) -> list[ChatMessage]:
    wrong = f"This answer cannot be used: {answer.detail}."
    return [
        ChatMessageAssistant(content=answer.said.strip()[-2000:] or "(no answer)"),
        ChatMessageUser(content=f"{wrong} Answer again, with one JSON object as asked."),
    ]
