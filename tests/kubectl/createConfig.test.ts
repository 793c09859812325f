import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Io } from '../../src/kubectl/run.ts'
import { drive, kubectl } from '../../src/kubectl/run.ts'
import { createLab } from '../../src/scenarios/labs.ts'
import { sha256 } from '../../src/sim/machinery/sha256.ts'

/** Answers of a real kubectl 1.32 in a folder with these files (base64), each asked for a dry run on the client. */
interface Recorded {
  readonly files: Readonly<Record<string, string>>
  readonly rows: readonly {
    readonly argv: readonly string[]
    readonly stdout: string
    readonly stderr: string
    readonly code: number
  }[]
}

const url = new URL('./recorded/createConfig.json', import.meta.url)
const { files, rows } = JSON.parse(readFileSync(url, 'utf8')) as Recorded
const folders = new Set(['empty', ...Object.keys(files).map((path) => path.split('/')[0] ?? '')])

function bytesOf(path: string): Buffer | undefined {
  const name = path.replace(/^\.\//, '')
  return files[name] === undefined ? undefined : Buffer.from(files[name], 'base64')
}

const io: Io = {
  readFile: (path) => bytesOf(path)?.toString('utf8'),
  readBytes: (path) => {
    const bytes = bytesOf(path)
    return bytes && !bytes.equals(Buffer.from(bytes.toString('utf8')))
      ? bytes.toString('latin1')
      : undefined
  },
  listDir: (path) => {
    const name = path.replace(/\/$/, '')
    if (files[name] !== undefined || !folders.has(name)) return undefined
    const inside = Object.keys(files).filter((one) => one.startsWith(`${name}/`))
    return [...new Set(inside.map((one) => one.slice(name.length + 1).split('/')[0] ?? ''))]
  },
}

/** Newer clients leave the empty time out, and begin each error in lower case. */
function newer(text: string): string {
  return text
    .replace(/\n {2}creationTimestamp: null/g, '')
    .replace(/,\n {8}"creationTimestamp": null/g, '')
    .replace(/^Error:/, 'error:')
}

describe('create configmap and secret as a real kubectl', () => {
  const cluster = createLab('plain')
  test.each(rows)('$argv', ({ argv, stdout, stderr, code }) => {
    const said = drive(cluster, kubectl(cluster, [...argv], io))
    // JSON is written with sorted fields here: the same object.
    const plain = (text: string): unknown => (argv.includes('json') ? JSON.parse(text) : text)
    const wanted = { stdout: plain(newer(stdout)), stderr: newer(stderr), code }
    expect({ ...said, stdout: plain(said.stdout) }).toEqual(wanted)
  })
})

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(119), '31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb'],
])('SHA-256 of %j', (text, digest) => {
  expect(sha256(text)).toBe(digest)
})
