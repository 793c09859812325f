import { parseImage } from '../kubelet/behaviour/reference.ts'
import type { Served } from '../kubelet/behaviour/serve.ts'
import type { Inside } from '../kubelet/exec/inside.ts'

/** Small programs whose answers depend on how they were started, or on who asks. */

interface Asked {
  readonly path: string
  readonly method: string
  /** Address of whoever asks, as the program sees it. */
  readonly client: string
}

type Speaker = (inside: Inside, asked: Asked) => string | undefined

const hostOf = ({ pod }: Inside): string => pod.spec.hostname ?? pod.metadata.name

const wordsOf = ({ container }: Inside): readonly string[] => [
  ...(container.command ?? []),
  ...(container.args ?? []),
]

/** `--name=value` or `--name value`, with one dash or two. */
function argument(inside: Inside, name: string): string | undefined {
  const words = wordsOf(inside)
  const at = words.findIndex((word) => new RegExp(`^--?${name}(?:=|$)`).test(word))
  const word = words[at]
  if (word === undefined) return undefined
  return word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1]
}

// agnhost: netexec and serve-hostname
const agnhost: Speaker = (inside, { path, client }) => {
  const words = wordsOf(inside)
  if (words.includes('serve-hostname')) return hostOf(inside)
  if (!words.includes('netexec')) return undefined
  const [page = '', query = ''] = path.split('?')
  if (page === '/hostname' || page === '/hostName') return hostOf(inside)
  if (page === '/clientip') return `${client}:40000`
  if (page === '/echo') return decodeURIComponent(/(?:^|&)msg=([^&]*)/.exec(query)?.[1] ?? '')
  return page === '/' ? `NOW: ${inside.cluster.time()}` : undefined
}

// hashicorp/http-echo
const echo: Speaker = (inside) => `${argument(inside, 'text') ?? 'hello-world'}\n`

// traefik/whoami
const whoami: Speaker = (inside, { path, method, client }) =>
  `Hostname: ${hostOf(inside)}\nIP: 127.0.0.1\nIP: ${inside.ip}\nRemoteAddr: ${client}:40000\n${method} ${path} HTTP/1.1\n`

const SPEAKERS: Readonly<Record<string, Speaker>> = { agnhost, 'http-echo': echo, whoami }

/** What the program says instead of its image's usual answer. */
export function spoken(inside: Inside, asked: Asked, usual: Served): Served {
  const { path } = parseImage(inside.container.image ?? '')
  const body = SPEAKERS[path.slice(path.lastIndexOf('/') + 1)]?.(inside, asked)
  return body === undefined ? usual : { ...usual, body }
}
