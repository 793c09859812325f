import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Figure } from './main.ts'

const DIST = join(import.meta.dirname, '../../dist')

/** Files that index.html names: what the browser loads before anything is drawn. */
function initialFiles(ending: string): readonly string[] {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(
    ([, path = '']) => path,
  )
  return named.filter((path) => path.endsWith(ending))
}

function gz(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0)
}

/** Sizes of the built page; needs `npm run build` first. */
export function pageBench(): readonly Figure[] {
  if (!existsSync(join(DIST, 'index.html')) || readdirSync(DIST).length === 0)
    throw new Error('no build: run `npm run build` first')
  return [
    { name: 'page/js-gz', value: gz(initialFiles('.js')), unit: 'bytes', target: '<= 250000' },
    { name: 'page/css-gz', value: gz(initialFiles('.css')), unit: 'bytes', target: '<= 25000' },
  ]
}
