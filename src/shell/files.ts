import type { ByteString, IFileSystem } from 'just-bash'
import type { Io } from '../kubectl/run.ts'

type Files = Pick<Io, 'readFile' | 'readBytes' | 'listDir'>

const PREFIX = /^(?:--[a-z-]+=|-[a-zA-Z](?=[./\w]))/

/** Words of a command line that may be paths: flag values with and without their flag, `key=path`, lists. */
function candidates(args: readonly string[]): readonly string[] {
  const words = args.flatMap((arg) => [arg, arg.replace(PREFIX, '')])
  const parts = words.flatMap((word) => [word, ...word.split(',')])
  const sources = parts.flatMap((part) => [part, part.slice(part.indexOf('=') + 1)])
  return [...new Set(sources)].filter((path) => path !== '' && path !== '-')
}

function joined(folder: string, name: string): string {
  return folder.endsWith('/') ? `${folder}${name}` : `${folder}/${name}`
}

function isText(content: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content)
    return true
  } catch {
    return false
  }
}

/** Reads what the command line names, with everything below it: kubectl itself reads without waiting. */
export async function filesOf(
  fs: IFileSystem,
  cwd: string,
  args: readonly string[],
): Promise<Files> {
  const texts = new Map<string, string>()
  const bytes = new Map<string, string>()
  const folders = new Map<string, readonly string[]>()
  const load = async (path: string): Promise<void> => {
    if (texts.has(path) || folders.has(path) || !(await fs.exists(path))) return
    if ((await fs.stat(path)).isDirectory) {
      const names = await fs.readdir(path)
      folders.set(path, names)
      for (const name of names) await load(joined(path, name))
    } else {
      const content = await fs.readFileBuffer(path)
      texts.set(path, new TextDecoder().decode(content))
      if (!isText(content))
        bytes.set(path, Array.from(content, (byte) => String.fromCharCode(byte)).join(''))
    }
  }
  for (const path of candidates(args)) await load(fs.resolvePath(cwd, path))
  return {
    readFile: (path) => texts.get(fs.resolvePath(cwd, path)),
    readBytes: (path) => bytes.get(fs.resolvePath(cwd, path)),
    listDir: (path) => folders.get(fs.resolvePath(cwd, path)),
  }
}

/** The text of what a command gets on its standard input: one character per byte. */
export function textOf(bytes: ByteString): string {
  const codes = Uint8Array.from(byteText(bytes), (char) => char.charCodeAt(0))
  return new TextDecoder().decode(codes)
}

/** The bytes as a plain string of characters 0 to 255. */
export function byteText(bytes: ByteString): string {
  return bytes as unknown as string
}
