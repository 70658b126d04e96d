import type { Route } from "../gateway/route.ts";
import { auth } from "./auth/tokens.ts";
import { bitable } from "./bitable/index.ts";
import { bot } from "./bot/info.ts";
import { cardkit } from "./cardkit/card.ts";
import { cardUpdate } from "./cards/update.ts";
import { department } from "./contact/department.ts";
import { user } from "./contact/user.ts";
import { docx } from "./docx/index.ts";
import { driveDownload } from "./drive/download.ts";
import { driveFolder } from "./drive/folder.ts";
import { driveTemporary } from "./drive/temporary.ts";
import { driveUpload } from "./drive/upload.ts";
import { im } from "./im/index.ts";
import { sheets } from "./sheets/index.ts";
import { webhook } from "./webhook/hook.ts";

/** Every operation that the emulator knows. A new service is one file and one line here. */
export const routes: readonly Route[] = [
  ...auth,
  ...bot,
  ...department,
  ...user,
  ...im,
  ...cardkit,
  ...webhook,
  ...driveUpload,
  ...driveDownload,
  ...driveFolder,
  ...driveTemporary,
  ...sheets,
  ...bitable,
  ...docx,
  ...cardUpdate,
];
