"""Base of model providers that call no API: scripted models and people at desks."""

from typing import Any

from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessageAssistant,
    GenerateConfig,
    ModelAPI,
    ModelOutput,
    ModelUsage,
    StopReason,
)


class OfflineModel(ModelAPI):
    """A model without an API: uses no tokens, downloads no tokenizer."""

    provider: str
    """Its provider's name in Inspect."""

    def __init__(
        self,
        model_name: str,
        base_url: str | None = None,
        api_key: str | None = None,
        config: GenerateConfig | None = None,
        **model_args: Any,
    ) -> None:
        super().__init__(model_name, base_url, api_key, [], config or GenerateConfig())

    async def count_text_tokens(self, text: str) -> int:
        """Return a rough count; Inspect's counter would download a tokenizer."""
        return len(text) // 4

    def output(self, message: ChatMessageAssistant, stop: StopReason) -> ModelOutput:
        """Return one message as the model's output."""
        return ModelOutput(
            model=f"{self.provider}/{self.model_name}",
            choices=[ChatCompletionChoice(message=message, stop_reason=stop)],
            usage=ModelUsage(),
        )
