import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { readManifest, split } from '../../tools/size.mjs'
import type { Figure } from './main.ts'

const DIST = join(import.meta.dirname, '../../dist')
/** Asked for by the page itself at once, beside the first load: React Flow and all that draws the stage. */
const STAGE = ['src/canvas/Stage.tsx', 'src/app/Desk.tsx', 'src/app/Places.tsx']

function gz(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0)
}

/** Sizes of the built page after gzip; needs `npm run build` first. */
export function pageBench(): readonly Figure[] {
  const manifest = readManifest()
  const { first } = split(manifest)
  const { first: drawn } = split(manifest, STAGE)
  return [
    { name: 'page/js-gz', value: gz(first.js), unit: 'bytes', target: '<= 250000' },
    { name: 'page/css-gz', value: gz(first.css), unit: 'bytes', target: '<= 25000' },
    {
      name: 'page/js-stage-gz',
      value: gz(drawn.js),
      unit: 'bytes',
      target: 'first load and stage',
    },
  ]
}
