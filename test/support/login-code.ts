import type { EmulatedUser, Emulator } from "../../src/emulator/index.ts";

/** The code with which the emulator's login page sends a person back to the app. */
export async function loginCode({ app, fetch }: Emulator, { openId }: EmulatedUser): Promise<string> {
  const query = new URLSearchParams({
    client_id: app.appId,
    redirect_uri: "https://bot.example/cb",
    open_id: openId,
  });
  const { headers } = await fetch(`/open-apis/authen/v1/authorize?${query}`);
  return new URL(headers.get("location") ?? "").searchParams.get("code") ?? "";
}
