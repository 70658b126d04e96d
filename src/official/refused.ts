/**
 * Refuses options of the official SDK that have no counterpart here.
 *
 * @param instead - What to write instead, by the name of the option.
 * @throws {TypeError} One of them is present.
 * @see https://github.com/larksuite/node-sdk
 */
export function refuseOptions(options: object, instead: Record<string, string>): void {
  for (const [name, advice] of Object.entries(instead)) {
    if (name in options) {
      throw new TypeError(`${name} is an option of the official SDK: ${advice}`);
    }
  }
}
