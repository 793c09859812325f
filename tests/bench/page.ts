import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readManifest, split } from '../../tools/size.mjs'
import type { Figure } from './main.ts'

const DIST = join(import.meta.dirname, '../../dist')
function gz(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0)
}

/** Sizes of the built page after gzip, for the first picture and for what then follows by itself; needs `npm run build` first. */
export function pageBench(): readonly Figure[] {
  const { first, following } = split(readManifest())
  return [
    { name: 'page/js-gz', value: gz(first.js), unit: 'bytes', target: '<= 250000' },
    { name: 'page/css-gz', value: gz(first.css), unit: 'bytes', target: '<= 25000' },
    { name: 'page/data-gz', value: gz(first.data), unit: 'bytes', target: '<= 60000' },
    { name: 'page/js-later-gz', value: gz(following.js), unit: 'bytes', target: '<= 400000' },
  ]
}
