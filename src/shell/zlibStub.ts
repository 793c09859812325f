/**
 * Takes the place of `node:zlib` in the browser build of just-bash, whose gzip, gunzip and zcat commands ask for it.
 * A page has no synchronous compression, so those three commands refuse in words instead of breaking the load.
 */

const REFUSAL = 'compression is not available in the browser'

/** The constants that just-bash reads when its gzip module loads. */
export const constants = {
  Z_BEST_COMPRESSION: 9,
  Z_BEST_SPEED: 1,
  Z_DEFAULT_COMPRESSION: -1,
} as const

function refuse(): never {
  throw new Error(REFUSAL)
}

export const gzipSync: (data: Uint8Array) => Uint8Array = refuse
export const gunzipSync: (data: Uint8Array) => Uint8Array = refuse
