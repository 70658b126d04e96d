/** How the fake model writes. */
export interface FakeModelOptions {
  /** What it answers. Default: it repeats the question. */
  readonly answer?: ((question: string) => string) | undefined;
  /** Milliseconds between two words. Default 50. */
  readonly wordMs?: number | undefined;
}

/** A model for tests: it serves `POST …/chat/completions` with `stream: true`, one word after the other. */
export function fakeModel({ answer, wordMs = 50 }: FakeModelOptions = {}): (request: Request) => Promise<Response> {
  return async (request) => {
    const { messages } = (await request.json()) as { messages: { content: string }[] };
    const question = messages.at(-1)?.content ?? "";
    const words = (answer?.(question) ?? `You asked: ${question}`).split(/(?<=\s)/);
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const content = words.shift();
        if (content === undefined) {
          controller.enqueue(encoder.encode("data: [DONE]\n\n"));
          controller.close();
          return;
        }
        const chunk = { object: "chat.completion.chunk", choices: [{ index: 0, delta: { content } }] };
        controller.enqueue(encoder.encode(`data: ${JSON.stringify(chunk)}\n\n`));
        await new Promise((resolve) => setTimeout(resolve, wordMs));
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
}
