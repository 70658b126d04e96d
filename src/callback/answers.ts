/** An HTTP answer, without web objects. */
export interface CallbackAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Makes a JSON answer. */
export const answer = (status: number, body: object = {}, headers?: Record<string, string>): CallbackAnswer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** Events come by POST. */
export const methodNotAllowed = (): CallbackAnswer => answer(405, {}, { allow: "POST" });

/** The one refusal that says why: a size is no secret, and its fix is another. */
export const tooLarge = (): CallbackAnswer => answer(413);

/** The same for whatever was wrong: the sender learns nothing. */
export const unauthorized = (): CallbackAnswer => answer(401);
