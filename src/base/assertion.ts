/**
 * Gets a client assertion: a signed text that proves the identity of an app without a secret.
 *
 * @param audience - The host that the assertion is for, with its port if it has one.
 */
export type Assertion = (audience: string) => string | Promise<string>;
