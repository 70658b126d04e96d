/** The page at `/_emulator/`. */
export const PAGE = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>lark-edge emulator</title>
  <h1>lark-edge emulator</h1>
  <p>It runs. Its state is at <a href="/_emulator/api/state">/_emulator/api/state</a>.</p>
</html>
`;

export const PAGE_JS = "";
export const PAGE_CSS = "";
export const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#3370ff"/></svg>';
