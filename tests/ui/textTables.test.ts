import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as legend from '../../src/canvas/legend/legendText.ts'
import { signsEn, signsKo } from '../../src/canvas/legend/signs.ts'
import { en as stageEn } from '../../src/canvas/text/en.ts'
import { ko as stageKo } from '../../src/canvas/text/ko.ts'
import { LATE_TEXTS } from '../../src/canvas/text/late.ts'
import { STORAGE_TEXTS } from '../../src/canvas/text/storage.ts'
import { EDGE_WORDS } from '../../src/store/relations/reasons.ts'
import { actorsEn } from '../../src/ui/about/actorsEn.ts'
import { actorsKo } from '../../src/ui/about/actorsKo.ts'
import { kindsEn } from '../../src/ui/about/kindsEn.ts'
import { kindsKo } from '../../src/ui/about/kindsKo.ts'
import { pizzaEn, pizzaKo } from '../../src/ui/about/pizzaText.ts'
import { placesEn, placesKo } from '../../src/ui/about/places.ts'
import * as about from '../../src/ui/about/text.ts'
import * as decisions from '../../src/ui/decisions/text.ts'
import * as edges from '../../src/ui/edges/text.ts'
import { exampleTitles } from '../../src/ui/editor/exampleTitles.ts'
import * as files from '../../src/ui/files/text.ts'
import { FILE_WORDS } from '../../src/ui/kit/fileWords.ts'
import { LIFE_WORDS } from '../../src/ui/kit/lifeWords.ts'
import { en as screenEn } from '../../src/ui/text/en.ts'
import { ko as screenKo } from '../../src/ui/text/ko.ts'
import { volumeTexts } from '../../src/ui/volumes/text.ts'

type Table = Readonly<Record<string, string>>

interface Texts {
  readonly name: string
  readonly en: Table
  readonly ko: Table
}

const SRC = fileURLToPath(new URL('../../src', import.meta.url))
const SCREEN: Texts = { name: 'screen', en: screenEn, ko: screenKo }
const STAGE: Texts = { name: 'stage', en: stageEn, ko: stageKo }
const EDGES: Texts = { name: 'card of a line', en: edges.en, ko: edges.ko }
const DECISIONS: Texts = { name: 'table of a decision', en: decisions.en, ko: decisions.ko }
const ABOUT: Texts = { name: 'card of a thing', en: about.en, ko: about.ko }
const flat = (words: (typeof EDGE_WORDS)['en']): Table =>
  Object.fromEntries(
    Object.entries(words).flatMap(([name, { title, why }]) => [
      [`${name}.title`, title],
      [`${name}.why`, why],
    ]),
  )
/** Sentences that are looked up by what they explain. */
const EXPLAINED: readonly Texts[] = [
  { name: 'explained actors', en: actorsEn, ko: actorsKo },
  { name: 'explained kinds', en: kindsEn, ko: kindsKo },
  { name: 'explained places', en: placesEn, ko: placesKo },
  { name: 'signs of the legend', en: signsEn, ko: signsKo },
  { name: 'explained lines', en: flat(EDGE_WORDS.en), ko: flat(EDGE_WORDS.ko) },
]
const LEGEND: Texts = { name: 'legend', en: legend.en, ko: legend.ko }
/** Of parts of the stage that come later, and bring their texts along. */
const LATE: Texts = { name: 'late stage', en: LATE_TEXTS.en, ko: LATE_TEXTS.ko }
/** Of cards of storage and configuration, once they know more than the first picture. */
const STORAGE: Texts = { name: 'storage on the stage', en: STORAGE_TEXTS.en, ko: STORAGE_TEXTS.ko }
const FILES: Texts = { name: 'files of a thing', en: files.en, ko: files.ko }
const KIT: readonly Texts[] = [
  { name: 'tree of files', ...FILE_WORDS },
  { name: 'lifetimes', ...LIFE_WORDS },
  { name: 'pizza', en: pizzaEn, ko: pizzaKo },
  { name: 'examples', ...exampleTitles },
  { name: 'catalogue of volumes', en: volumeTexts.en.words, ko: volumeTexts.ko.words },
]
const ALL = [
  SCREEN,
  STAGE,
  LATE,
  STORAGE,
  FILES,
  ...KIT,
  EDGES,
  DECISIONS,
  ABOUT,
  LEGEND,
  ...EXPLAINED,
]

/** Folders with a table of their own; all else reads screen and stage. */
const OWN: readonly (readonly [folder: string, texts: Texts])[] = [
  ['ui/edges/', EDGES],
  ['ui/about/', ABOUT],
  ['ui/decisions/', DECISIONS],
  ['ui/files/', FILES],
  ['canvas/legend/', LEGEND],
]
const HANGUL = /[가-힣]/
const HOLE = /\{\{\w+\}\}/g

/** What Korean writes as English does: names that are the same everywhere, on purpose. Whoever adds one says so here. */
const SAME = new Set([
  'app.title',
  'create.cpu',
  'header.toEnglish',
  'header.toKorean',
  'machine.cpu',
  'tab.yaml',
  'terminal.placeholder',
])
/** Korean texts of names, digits and holes alone, where English has a word more. */
const WITHOUT_HANGUL = new Set([...SAME, 'actor.kubelet', 'overview.claim'])

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesIn(path)
    return /\.tsx?$/.test(path) ? [path] : []
  })
}

const FOLDERS = ['app', 'canvas', 'store', 'ui'].map((name) => join(SRC, name))
const ALL_FILES = FOLDERS.flatMap(filesIn)
const isText = (path: string) => /[\\/]text[\\/]/.test(path)
const sources = ALL_FILES.filter((path) => !isText(path)).map((path) => ({
  path: relative(SRC, path),
  source: readFileSync(path, 'utf8'),
}))

/** The tables that screen and stage are put together from, in English. */
async function partsOf(folder: string): Promise<readonly Table[]> {
  const files = filesIn(join(SRC, folder, 'text')).filter((path) => !/[\\/](en|ko)\.ts$/.test(path))
  const modules = await Promise.all(
    files.map(
      (path): Promise<Readonly<Record<string, unknown>>> => import(/* @vite-ignore */ path),
    ),
  )
  return modules.flatMap((module) =>
    Object.entries(module).flatMap(([name, value]) => (/En$/.test(name) ? [value as Table] : [])),
  )
}

describe.each(ALL)('the texts of the $name', ({ en, ko }) => {
  it('are there in both languages, none of them empty', () => {
    expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort())
    const empty = [en, ko].flatMap((table) =>
      Object.entries(table).flatMap(([key, text]) => (text.trim() === '' ? [key] : [])),
    )
    expect(empty).toEqual([])
  })

  it('are in the language they say', () => {
    // What has no letters beside its holes is the same in every language.
    const said = (text = '') => /\p{L}/u.test(text.replaceAll(HOLE, ''))
    const notKorean = Object.keys(en).filter(
      (key) => said(en[key]) && said(ko[key]) && !HANGUL.test(ko[key] ?? ''),
    )
    expect(notKorean.filter((key) => !WITHOUT_HANGUL.has(key))).toEqual([])
    const same = Object.keys(en).filter((key) => said(en[key]) && en[key] === ko[key])
    expect(same.filter((key) => !SAME.has(key))).toEqual([])
    const notEnglish = Object.keys(en).filter((key) => HANGUL.test(en[key] ?? ''))
    expect(notEnglish.filter((key) => key !== 'header.toKorean')).toEqual([])
  })

  it('have holes in Korean only for what English is given too', () => {
    const holes = (text = '') => new Set(text.match(HOLE))
    const invented = Object.keys(en).filter((key) =>
      [...holes(ko[key])].some((hole) => !holes(en[key]).has(hole)),
    )
    expect(invented).toEqual([])
  })
})

/** Where Korean stands in code: tables that are looked at here, and what has reasons of its own to. */
const KOREAN = [
  /^(canvas|ui)\/text\//,
  /^ui\/about\/(text|places|pizzaText|\w+Ko)\.ts$/,
  /^ui\/(edges|decisions|files|volumes)\/text\.ts$/,
  /^ui\/editor\/exampleTitles\.ts$/,
  /^ui\/kit\/(file|life)Words\.ts$/,
  /^canvas\/legend\/(legendText|signs)\.ts$/,
  /^store\/relations\/reasons\.ts$/,
  // Reads the engine's English sentences; its own test looks for every form of them.
  /^ui\/narration\/(network|request|volume)?[rR]easons\.ts$/,
  // A particle and a word to search by.
  /^ui\/inspector\/WhyView\.tsx$/,
  /^ui\/command\/entries\.ts$/,
]
const posix = (path: string) => path.split(sep).join('/')

it('keeps Korean in tables that are looked at here', () => {
  const elsewhere = sources.filter(({ path, source }) => {
    const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    return HANGUL.test(code) && !KOREAN.some((known) => known.test(posix(path)))
  })
  expect(elsewhere.map(({ path }) => path)).toEqual([])
})

it.each([
  ['ui', SCREEN],
  ['canvas', STAGE],
] as const)(
  'lets no table of %s write over a text of another, or be forgotten',
  async (folder, whole) => {
    const keys = (await partsOf(folder)).flatMap((part) => Object.keys(part))
    expect(keys.length).toBeGreaterThan(20)
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
    expect(keys.filter((key) => !(key in whole.en))).toEqual([])
  },
)

/** Keys that stand in a call as they are: `text('region.nodes')`. */
const CALL = /\b(?:text|t)\(\s*'([\w.-]+)'/g
/** Keys that are put together: `lesson.${step}.how`. */
const TEMPLATE = /`((?:[a-z]\w*\.)+)\$\{[^}]*\}([\w.]*)`/gi

const READS_LATE = new Set(
  sources.filter(({ source }) => source.includes('useLateText')).map(({ path }) => path),
)
const READS_STORAGE = new Set(
  sources
    .filter(({ source }) => /useStorageText|StorageText\b/.test(source))
    .map(({ path }) => path),
)
const ownOf = (path: string) =>
  READS_STORAGE.has(path)
    ? STORAGE
    : READS_LATE.has(path)
      ? LATE
      : OWN.find(([folder]) => posix(path).startsWith(folder))?.[1]

it('knows every key that the code asks for', () => {
  const asked = sources.flatMap(({ path, source }) =>
    [...source.matchAll(CALL)].map((match) => ({ path, key: match[1] ?? '' })),
  )
  expect(asked.length).toBeGreaterThan(100)
  const known = ({ path, key }: { path: string; key: string }) =>
    key in screenEn || key in stageEn || key in (ownOf(path)?.en ?? {})
  expect(asked.filter((one) => !known(one))).toEqual([])
})

/** Keys of a table that no source asks for, as they are or put together. */
function idleIn(table: Table, readers: typeof sources): readonly string[] {
  const source = readers.map((file) => file.source).join('\n')
  const made = [...source.matchAll(TEMPLATE)].map(
    ([, before = '', after = '']) =>
      new RegExp(`^${before.replaceAll('.', '\\.')}[\\w.-]+${after.replaceAll('.', '\\.')}$`),
  )
  return Object.keys(table).filter(
    (key) => !source.includes(`'${key}'`) && !made.some((pattern) => pattern.test(key)),
  )
}

it('asks for every key that it knows', () => {
  for (const { name, en } of [SCREEN, STAGE]) expect(idleIn(en, sources), name).toEqual([])
  const edgeReaders = sources.filter(({ path }) => ownOf(path) === EDGES)
  expect(idleIn(EDGES.en, edgeReaders)).toEqual([])
  expect(idleIn(LATE.en, sources)).toEqual([])
  expect(idleIn(STORAGE.en, sources)).toEqual([])
  expect(idleIn(FILES.en, sources)).toEqual([])
})
