const MODULUS = 65521;
/** So many sums of bytes fit into 32 bits before they have to be reduced. */
const RUN = 5552;

/**
 * The checksum of drive uploads, as the unsigned decimal text in which it is sent.
 *
 * `Wikipedia` has `300286872`, no bytes have `1`.
 */
export function adler32(bytes: Uint8Array): string {
  let low = 1;
  let high = 0;
  for (let start = 0; start < bytes.length; start += RUN) {
    const end = Math.min(start + RUN, bytes.length);
    for (let index = start; index < end; index += 1) {
      low += bytes[index] ?? 0;
      high += low;
    }
    low %= MODULUS;
    high %= MODULUS;
  }
  // Not `high << 16`: the number is unsigned.
  return String(high * 65536 + low);
}
