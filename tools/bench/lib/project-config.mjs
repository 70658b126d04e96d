/** The `tsconfig.json` of a measured project, which has one file. */
export const projectConfig = (types, file = "index.ts") =>
  JSON.stringify({
    compilerOptions: {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      module: "esnext",
      moduleResolution: "bundler",
      target: "es2022",
      types,
    },
    files: [file],
  });
