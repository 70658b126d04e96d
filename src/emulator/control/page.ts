export { PAGE_CSS, PAGE_JS } from "./page-bundle.ts";

/** The page at `/_emulator/`: everything in it is drawn by its script, `src/emulator/page`. */
export const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>lark-edge emulator</title>
    <link rel="icon" href="/_emulator/favicon.svg">
    <link rel="stylesheet" href="/_emulator/page.css">
    <script type="module" src="/_emulator/page.js"></script>
  </head>
  <body>
    <div id="page"><noscript>The page needs JavaScript.</noscript></div>
  </body>
</html>
`;

export const FAVICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="#3370ff"/></svg>';
