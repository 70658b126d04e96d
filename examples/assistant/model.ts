/** Any endpoint that speaks OpenAI's chat completions. */
export interface ModelConfig {
  /** For example `https://api.openai.com/v1`. */
  readonly url: string;
  readonly key?: string | undefined;
  readonly model?: string | undefined;
}

/** The data of server-sent events, one after the other. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value, { stream: true });
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines) {
        if (line.startsWith("data:")) {
          yield line.slice(5).trim();
        }
      }
    }
  } finally {
    await reader.cancel();
  }
}

/** The pieces of an answer, as the model writes them. */
export async function* answer(config: ModelConfig, question: string, signal: AbortSignal): AsyncGenerator<string> {
  const response = await fetch(`${config.url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${config.key ?? ""}` },
    body: JSON.stringify({
      model: config.model ?? "gpt-4o-mini",
      stream: true,
      messages: [{ role: "user", content: question }],
    }),
    signal,
  });
  if (!response.ok || !response.body) {
    throw new Error(`the model answered HTTP ${response.status}`);
  }
  for await (const data of readEvents(response.body)) {
    if (data === "[DONE]") {
      return;
    }
    yield JSON.parse(data).choices?.[0]?.delta?.content ?? "";
  }
}
