/**
 * Makes a request, also one that has a body with GET: seven operations of the platform take one, and `Request` refuses it.
 *
 * @throws {TypeError} The URL or the init is wrong.
 */
export function makeRequest(input: Request | string | URL, init: RequestInit = {}): Request {
  const method = (init.method ?? "GET").toUpperCase();
  if (init.body === undefined || init.body === null || (method !== "GET" && method !== "HEAD")) {
    return new Request(input, init);
  }
  const request = new Request(input, { ...init, method: "POST" });
  return Object.defineProperty(request, "method", { value: method });
}
