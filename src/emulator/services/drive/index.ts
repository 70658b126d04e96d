import type { Service } from "../service.ts";
import { driveDownload } from "./download.ts";
import { driveFolder } from "./folder.ts";
import { driveMeta } from "./meta.ts";
import { driveOf } from "./state.ts";
import { driveTemporary } from "./temporary.ts";
import { driveUpload } from "./upload.ts";

/** `drive/v1`: files and folders. */
export const drive: Service = {
  routes: [...driveUpload, ...driveDownload, ...driveFolder, ...driveMeta, ...driveTemporary],
  slice: driveOf,
};
