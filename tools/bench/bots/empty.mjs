export default { fetch: async () => new Response("{}") };
