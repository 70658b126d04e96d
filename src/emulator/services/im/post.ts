import { imParameterError } from "../../gateway/errors.ts";
import type { Call } from "../../gateway/route.ts";
import { asText, isObject, type Json } from "../../platform/json.ts";
import { checkFile } from "./file-content.ts";

const TAGS = ["text", "a", "at", "img", "media", "emotion", "code_block", "hr", "md"];
/** Elements that fill a paragraph. */
const ALONE = ["img", "media", "md"];

function checkElement(call: Call, element: unknown, alone: boolean): void {
  if (!isObject(element) || !TAGS.includes(asText(element.tag))) {
    throw imParameterError("invalid tag in post");
  }
  if (ALONE.includes(asText(element.tag)) && !alone) {
    throw imParameterError(`${asText(element.tag)} must be the only element of its paragraph`);
  }
  if (element.tag === "img") {
    checkFile(call, asText(element.image_key ?? ""), "image");
  }
  if (element.tag === "media") {
    checkFile(call, asText(element.file_key ?? ""), "media");
  }
}

/** Refuses a post without a language, or with paragraphs that are none. */
export function checkPost(call: Call, parsed: Json): void {
  const languages = Object.values(parsed);
  if (languages.length === 0) {
    throw imParameterError("post has no language");
  }
  for (const post of languages) {
    if (!isObject(post) || !Array.isArray(post.content)) {
      throw imParameterError("invalid post content");
    }
    for (const paragraph of post.content) {
      if (!Array.isArray(paragraph)) {
        throw imParameterError("a paragraph of post is not a list");
      }
      for (const element of paragraph) {
        checkElement(call, element, paragraph.length === 1);
      }
    }
  }
}
