import { readManifest, split } from './tools/size.mjs'

/** Every budget in kB after gzip. A chunk on demand that is not named here keeps to REST. */
const FIRST_JS = '250 kB'
const FIRST_CSS = '25 kB'
/** What the page then asks for by itself while it opens: the stage, and kubectl to dress the first lab. */
const SOON = ['src/canvas/Stage.tsx', 'src/kubectl/run.ts', 'src/kubectl/yaml.ts']
const FIRST_AND_SOON_JS = '450 kB'
const REST = '90 kB'
/** By the source that the chunk begins with. */
const NAMED = [
  { folder: 'src/shell/', limit: '420 kB' },
  { folder: 'src/ui/editor/', limit: '130 kB' },
]

const manifest = readManifest()
const { first, rest } = split(manifest)
const { first: open } = split(manifest, SOON)
const inDist = (file) => `dist/${file}`
const sources = new Map(Object.values(manifest).map((chunk) => [chunk.file, chunk.src ?? '']))
const limitOf = (file) =>
  NAMED.find(({ folder }) => sources.get(file)?.startsWith(folder))?.limit ?? REST

export default [
  { name: 'first load, scripts', path: first.js.map(inDist), limit: FIRST_JS, gzip: true },
  { name: 'first load, styles', path: first.css.map(inDist), limit: FIRST_CSS, gzip: true },
  {
    name: 'first load and what follows by itself, scripts',
    path: open.js.map(inDist),
    limit: FIRST_AND_SOON_JS,
    gzip: true,
  },
  ...[...rest.js, ...rest.css].map((file) => ({
    name: `on demand, ${file}`,
    path: inDist(file),
    limit: limitOf(file),
    gzip: true,
  })),
]
