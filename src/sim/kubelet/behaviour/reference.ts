/** An image reference in its parts. */
export interface ImageReference {
  readonly host: string
  /** Path on the host, such as library/nginx. */
  readonly path: string
  readonly tag: string
  /** host/path */
  readonly repository: string
  /** host/path:tag or host/path@digest */
  readonly full: string
}

const REMEMBERED = 2000
const known = new Map<string, ImageReference>()

/** k8s: distribution/reference ParseDockerRef, as pkg/kubelet/util/parsers uses it */
export function parseImage(image: string): ImageReference {
  const cached = known.get(image)
  if (cached) return cached
  const at = image.indexOf('@')
  const name = at < 0 ? image : image.slice(0, at)
  const colon = name.lastIndexOf(':')
  const tagged = colon > name.lastIndexOf('/')
  const bare = tagged ? name.slice(0, colon) : name
  const tag = tagged ? name.slice(colon + 1) : 'latest'
  const slash = bare.indexOf('/')
  const first = slash < 0 ? '' : bare.slice(0, slash)
  const hosted = first.includes('.') || first.includes(':') || first === 'localhost'
  const host = hosted ? first : 'docker.io'
  const rest = hosted ? bare.slice(slash + 1) : bare
  const path = host === 'docker.io' && !rest.includes('/') ? `library/${rest}` : rest
  const repository = `${host}/${path}`
  const full = at < 0 ? `${repository}:${tag}` : `${repository}${image.slice(at)}`
  const reference = { host, path, tag, repository, full }
  if (known.size >= REMEMBERED) known.clear()
  known.set(image, reference)
  return reference
}

/** A made-up but steady digest of 64 hexadecimal digits for a name. */
export function digestOf(text: string): string {
  let hash = 0x811c9dc5
  let digits = ''
  for (let block = 0; block < 8; block++) {
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    }
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ block
    digits += (hash >>> 0).toString(16).padStart(8, '0')
  }
  return digits
}
