import type { Route } from "../gateway/route.ts";
import type { Slice } from "../platform/slice.ts";
import { auth } from "./auth/tokens.ts";
import { bitable } from "./bitable/index.ts";
import { bitableOf } from "./bitable/state.ts";
import { bot } from "./bot/info.ts";
import { cardkit } from "./cardkit/card.ts";
import { cardkitOf } from "./cardkit/state.ts";
import { cardsOf } from "./cards/tokens.ts";
import { cardUpdate } from "./cards/update.ts";
import { department } from "./contact/department.ts";
import { contactOf } from "./contact/state.ts";
import { user } from "./contact/user.ts";
import { docx } from "./docx/index.ts";
import { docxOf } from "./docx/state.ts";
import { driveDownload } from "./drive/download.ts";
import { driveFolder } from "./drive/folder.ts";
import { driveOf } from "./drive/state.ts";
import { driveTemporary } from "./drive/temporary.ts";
import { driveUpload } from "./drive/upload.ts";
import { im } from "./im/index.ts";
import { imOf } from "./im/state.ts";
import { sheets } from "./sheets/index.ts";
import { sheetsOf } from "./sheets/state.ts";
import { webhook } from "./webhook/hook.ts";
import { webhooksOf } from "./webhook/state.ts";

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

/** What the services remember: the parts of a saved state. */
export const slices: readonly Slice<object>[] = [
  bitableOf,
  cardkitOf,
  cardsOf,
  contactOf,
  docxOf,
  driveOf,
  imOf,
  sheetsOf,
  webhooksOf,
];
