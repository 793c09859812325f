import { readManifest, split } from './tools/size.mjs'

/** Every budget in kB after gzip: all that has to be there before the stage is painted. */
const FIRST = { js: '250 kB', css: '25 kB', data: '60 kB' }
/** What the page then asks for by itself, all of it: panels, engine, kubectl. It grows with the kinds. */
const FOLLOWING_JS = '520 kB'
const FOLLOWING_CSS = '25 kB'
/** A chunk on demand that is not named here keeps to REST. */
const REST = '90 kB'
/** By the source that the chunk begins with. */
const NAMED = [
  { folder: 'src/shell/', limit: '420 kB' },
  { folder: 'src/ui/editor/', limit: '130 kB' },
]

const manifest = readManifest()
const { first, following, rest } = split(manifest)
const inDist = (file) => `dist/${file}`
const sources = new Map(Object.values(manifest).map((chunk) => [chunk.file, chunk.src ?? '']))
const limitOf = (file) =>
  NAMED.find(({ folder }) => sources.get(file)?.startsWith(folder))?.limit ?? REST
const budget = (name, files, limit) => ({ name, path: files.map(inDist), limit, gzip: true })

export default [
  budget('first picture, scripts', first.js, FIRST.js),
  budget('first picture, styles', first.css, FIRST.css),
  budget('first picture, recorded cluster', first.data, FIRST.data),
  budget('what follows by itself, scripts', following.js, FOLLOWING_JS),
  budget('what follows by itself, styles', following.css, FOLLOWING_CSS),
  ...[...rest.js, ...rest.css].map((file) => budget(`on demand, ${file}`, [file], limitOf(file))),
]
