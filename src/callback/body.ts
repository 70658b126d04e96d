/** Whether a content type is JSON, whatever its parameters. */
export const isJson = (contentType: string): boolean => /^[\w.-]+\/([\w.-]+\+)?json *(;|$)/i.test(contentType);
